package dev.overwinter.notices.http;

import java.time.Duration;

/// What came of a request.
///
/// @param status of HTTP; 0 when there was none
/// @param took how long it took
/// @param said the beginning of the answer, or why there was none; one line
/// @param retryAfter how long the receiver wants to be left alone; zero when it did not say
public record Answer(int status, Duration took, String said, Duration retryAfter) {}
