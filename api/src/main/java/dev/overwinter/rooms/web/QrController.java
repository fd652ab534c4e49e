package dev.overwinter.rooms.web;

import dev.overwinter.api.ApiConfig;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Pattern;
import java.nio.charset.StandardCharsets;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// The way into a room as a picture. Who scans it lands at the room's page, as a guest who has
/// still to say their name; the picture lets nobody in by itself.
@RestController
@Tag(name = "Rooms")
class QrController {
  private static final int SCALE = 8;
  private static final int MARGIN = 4;
  private static final int DARK = 0x000000;
  private static final int LIGHT = 0xffffff;

  private final RoomReads reads;
  private final String url;

  QrController(RoomReads reads, ApiConfig config) {
    this.reads = reads;
    this.url = config.nodes().publicUrl();
  }

  @GetMapping("/api/rooms/{room}/qr")
  @Operation(
      summary = "A QR code that leads into a room",
      description = "As `svg` or `png`; nobody has to be a member.")
  @ApiResponse(
      responseCode = "200",
      content = {
        @Content(mediaType = "image/svg+xml", schema = @Schema(type = "string")),
        @Content(mediaType = "image/png", schema = @Schema(type = "string", format = "binary"))
      })
  ResponseEntity<byte[]> qr(
      @PathVariable String room,
      @RequestParam(defaultValue = "svg") @Pattern(regexp = "svg|png") String format) {
    var id = RoomDesk.room(room);
    if (reads.door(id).isEmpty()) {
      throw RoomRefusals.noRoom();
    }
    var link = url + "/r/" + id.text();
    boolean svg = format.equals("svg");
    var picture =
        svg
            ? QrCodes.svg(link).map(text -> text.getBytes(StandardCharsets.UTF_8))
            : QrCodes.png(link, SCALE, MARGIN, DARK, LIGHT);
    return ResponseEntity.ok()
        .contentType(svg ? MediaType.valueOf("image/svg+xml") : MediaType.IMAGE_PNG)
        .header("Cache-Control", "private, max-age=3600")
        .body(picture.orElseThrow(RoomRefusals::noRoom));
  }
}
