package dev.overwinter.api.auth;

import dev.overwinter.api.ProblemWriter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.filter.OncePerRequestFilter;

/// Refuses bodies over 64 KiB, since nothing that people and programs send is larger (nodes send
/// what their games print, up to 1 MiB, and archives of worlds, whose limit is kept where they are
/// taken; Temporal's UI sends a page of a history, up to 1 MiB), and parameters that another filter
/// stumbles over.
final class BodyLimitFilter extends OncePerRequestFilter {
  static final int MOST = 64 * 1024;
  private static final int MOST_OF_LARGE = 1024 * 1024;
  private static final Set<String> LARGE = Set.of(SecurityConfig.TELEMETRY, SecurityConfig.CODEC);

  private final ProblemWriter problems;

  BodyLimitFilter(ProblemWriter problems) {
    this.problems = problems;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (request.getRequestURI().indexOf('%') >= 0 || request.getRequestURI().indexOf(';') >= 0) {
      // Rules ask for the path as it was written: there must be one way to write it.
      problems.write(
          response,
          HttpStatus.BAD_REQUEST,
          "The path cannot be read (expected: letters, digits, '-', '_' and '.', as they are)");
      return;
    }
    if (isArchive(request)) {
      chain.doFilter(request, response);
      return;
    }
    int most = LARGE.contains(request.getRequestURI()) ? MOST_OF_LARGE : MOST;
    if (request.getContentLengthLong() > most) {
      problems.write(
          response,
          HttpStatus.CONTENT_TOO_LARGE,
          "The body is too large (expected: <= " + most + " bytes)");
      return;
    }
    boolean unannounced =
        request.getContentLengthLong() < 0 && request.getHeader("Transfer-Encoding") != null;
    try {
      chain.doFilter(unannounced ? new Counted(request, most) : request, response);
    } catch (InvalidParameterException _) {
      problems.write(
          response,
          HttpStatus.BAD_REQUEST,
          "The parameters cannot be read (expected: name=value&…)");
    }
  }

  /// Nothing else may pass: what is typed as a form, for one, is read by whoever asks for a
  /// parameter, long before anybody knows who has sent it.
  private static boolean isArchive(HttpServletRequest request) {
    return "PUT".equals(request.getMethod())
        && request.getRequestURI().startsWith(SecurityConfig.BACKUPS + "/")
        && MediaType.APPLICATION_OCTET_STREAM_VALUE.equals(request.getContentType());
  }

  /// A body whose length nobody has announced.
  private static final class Counted extends HttpServletRequestWrapper {
    private final int most;

    Counted(HttpServletRequest request, int most) {
      super(request);
      this.most = most;
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
      return new CountedStream(super.getInputStream(), most);
    }
  }

  private static final class CountedStream extends ServletInputStream {
    private final ServletInputStream body;
    private final int most;
    private int read;

    CountedStream(ServletInputStream body, int most) {
      this.body = body;
      this.most = most;
    }

    @Override
    public int read() throws IOException {
      int one = body.read();
      count(one < 0 ? 0 : 1);
      return one;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int some = body.read(bytes, offset, length);
      count(Math.max(0, some));
      return some;
    }

    private void count(int more) throws IOException {
      read += more;
      if (read > most) {
        throw new BodyTooLargeException();
      }
    }

    @Override
    public boolean isFinished() {
      return body.isFinished();
    }

    @Override
    public boolean isReady() {
      return body.isReady();
    }

    @Override
    public void setReadListener(ReadListener listener) {
      body.setReadListener(listener);
    }
  }

  /// More bytes than allowed have arrived.
  static final class BodyTooLargeException extends IOException {
    private static final long serialVersionUID = 1L;

    BodyTooLargeException() {
      super("body too large");
    }
  }
}
