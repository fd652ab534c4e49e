package dev.overwinter.sessions.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.overwinter.sessions.web.HeartbeatBody.Read;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/// What a heartbeat may say, and how it is told what is wrong.
final class HeartbeatBodyTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "7|7",
        "\"7\"|7",
        "\" 7 \"|7",
        "1.0|1",
        "true|1",
        "false|0",
        "\"1_0\"|10",
        "\"7.0\"|7"
      })
  void numbersAreReadAsTheOlderSystemReadThem(String given, int clients) throws Exception {
    assertThat(read("{\"droplet_ip\":\"\",\"connected_clients\":" + given + ",\"more\":[]}"))
        .isEqualTo(new Read.Good(new HeartbeatBody("", clients, "", false, false)));
  }

  @ParameterizedTest
  @Tag("SES-29")
  @Tag("SES-31")
  @CsvSource(
      delimiter = '|',
      value = {
        "-1|greater_than_equal",
        "2147483648|less_than_equal",
        "9223372036854775808|less_than_equal",
        "1e300|less_than_equal",
        "1.5|int_from_float",
        "\"1.5\"|int_parsing",
        "\"\"|int_parsing",
        "\"x\"|int_parsing",
        "null|int_type",
        "[]|int_type",
        "{}|int_type"
      })
  void whatIsNoNumberOfPlayersIsRefusedAndNothingFails(String given, String type) throws Exception {
    var read = read("{\"droplet_ip\":\"10.0.0.3\",\"connected_clients\":" + given + "}");
    assertThat(read).isInstanceOf(Read.Wrong.class);
    assertThat(((Read.Wrong) read).faults().list())
        .singleElement()
        .satisfies(fault ->
            assertThat(fault).containsEntry("type", type).containsKeys("loc", "msg", "input"));
  }

  @Test
  void eachFieldThatIsMissingIsNamed() throws Exception {
    var faults = ((Read.Wrong) read("{\"droplet_ip\":5}")).faults().list();
    assertThat(faults)
        .extracting(fault -> fault.get("type"))
        .containsExactly("string_type", "missing");
    assertThat(faults)
        .extracting(fault -> String.valueOf(fault.get("loc")))
        .containsExactly("[body, droplet_ip]", "[body, connected_clients]");
  }

  @Test
  void aBodyThatIsNotSaidToBeJsonIsNoObject() throws Exception {
    var body = "{\"droplet_ip\":\"a\",\"connected_clients\":1}".getBytes(StandardCharsets.UTF_8);
    for (var type : new @Nullable String[] {null, "text/plain"}) {
      var read = HeartbeatBody.read(HeartbeatBody.parse(body, type, JSON), body);
      assertThat(((Read.Wrong) read).faults().list())
          .singleElement()
          .satisfies(fault -> assertThat(fault).containsEntry("type", "model_attributes_type"));
    }
    assertThat(HeartbeatBody.parse(body, "application/vnd.a+json; charset=utf-8", JSON))
        .isNotNull();
  }

  @ParameterizedTest
  @Tag("SES-29")
  @ValueSource(strings = {"{", "{}x", "nope", "{\"a\":01}", "[1,]"})
  void whatIsNoJsonIsSaidAtOnce(String text) {
    assertThatThrownBy(() -> read(text)).isInstanceOf(HeartbeatBody.MalformedException.class);
  }

  @Test
  void aGameNamesItsUnitAndSaysThatItIsReset() throws Exception {
    var read =
        read(
            "{\"droplet_ip\":\"1.2.3.4\",\"connected_clients\":0,"
                + "\"session\":\"ow-sess-4f2a9c-k3j9x2m1-a1\",\"reset_ready\":true}");
    assertThat(read)
        .isEqualTo(
            new Read.Good(
                new HeartbeatBody("1.2.3.4", 0, "ow-sess-4f2a9c-k3j9x2m1-a1", true, false)));
  }

  @Test
  @Tag("SES-15")
  void aGameThatNamesADropletIsTakenAtItsWord() throws Exception {
    for (var id : List.of("7", "3169590176", "\"7\"", "1e999999999")) {
      assertThat(read(ofDroplet(id)))
          .as(id)
          .isInstanceOfSatisfying(
              Read.Good.class, good -> assertThat(good.body().ofSession()).isTrue());
    }
    for (var id : List.of("0", "null", "\"\"", "\"0\"", "{}")) {
      assertThat(read(ofDroplet(id)))
          .as(id)
          .isInstanceOfSatisfying(
              Read.Good.class, good -> assertThat(good.body().ofSession()).isFalse());
    }
  }

  private static String ofDroplet(String id) {
    return "{\"droplet_ip\":\"1.2.3.4\",\"connected_clients\":0,\"droplet_id\":" + id + "}";
  }

  private static Read read(String text) throws HeartbeatBody.MalformedException {
    var body = text.getBytes(StandardCharsets.UTF_8);
    return HeartbeatBody.read(HeartbeatBody.parse(body, "application/json", JSON), body);
  }
}
