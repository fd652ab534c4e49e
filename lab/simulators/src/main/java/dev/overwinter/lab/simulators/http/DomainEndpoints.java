package dev.overwinter.lab.simulators.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.overwinter.lab.simulators.cloud.Problem;
import dev.overwinter.lab.simulators.cloud.Shelf;
import dev.overwinter.lab.simulators.store.Json;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// `/v2/domains` and their records: kept and shown. No name server answers from them, and two equal
/// records stand side by side, since nothing in the API's description makes them unique.
final class DomainEndpoints {
  private static final long FIRST = 28_448_429L;
  private static final int USUAL_TTL_SECONDS = 1_800;
  private static final Set<String> TYPES =
      Set.of("A", "AAAA", "CAA", "CNAME", "MX", "NS", "SOA", "SRV", "TXT");
  private static final List<String> NULLABLE =
      List.of("priority", "port", "weight", "flags", "tag");

  private final Shelf domains;
  private final Shelf records;

  DomainEndpoints(Shelf domains, Shelf records) {
    this.domains = domains;
    this.records = records;
  }

  void addTo(Router router) {
    router.add("GET", "/v2/domains", r -> Pages.answer(r, "domains", domains.all(), node -> node));
    router.add("POST", "/v2/domains", this::addDomain);
    router.add("GET", "/v2/domains/{domain}", this::showDomain);
    router.add("DELETE", "/v2/domains/{domain}", this::removeDomain);
    router.add("GET", "/v2/domains/{domain}/records", this::list);
    router.add("POST", "/v2/domains/{domain}/records", this::add);
    router.add("GET", "/v2/domains/{domain}/records/{record}", this::show);
    router.add("PUT", "/v2/domains/{domain}/records/{record}", this::change);
    router.add("PATCH", "/v2/domains/{domain}/records/{record}", this::change);
    router.add("DELETE", "/v2/domains/{domain}/records/{record}", this::remove);
  }

  private synchronized Answer addDomain(Request request) {
    var name = request.json().path("name").asText();
    if (!name.matches("([A-Za-z0-9-]{1,63}\\.)+[A-Za-z]{2,63}")) {
      return Answer.refusal(Problem.unprocessable("Name should be a valid domain name."));
    }
    if (domains.find(name).isPresent()) {
      return Answer.refusal(Problem.unprocessable("domain '" + name + "': name already exists"));
    }
    var domain = Json.MAPPER.createObjectNode();
    domain.put("name", name);
    domain.put("ttl", USUAL_TTL_SECONDS);
    domain.put("zone_file", "$ORIGIN " + name + ".\n");
    domains.put(domain);
    if (request.json().hasNonNull("ip_address")) {
      var record = Json.MAPPER.createObjectNode();
      record.put("type", "A");
      record.put("name", "@");
      record.set("data", request.json().get("ip_address"));
      keep(name, record);
    }
    return Answer.json(201, DropletEndpoints.wrapped("domain", domain));
  }

  private Answer showDomain(Request request) {
    return domains
        .find(request.segment("domain"))
        .map(domain -> Answer.json(200, DropletEndpoints.wrapped("domain", domain)))
        .orElseGet(() -> Answer.refusal(Problem.notFound()));
  }

  private Answer removeDomain(Request request) {
    var name = request.segment("domain");
    of(name).forEach(record -> records.remove(record.path("id").asText()));
    return domains.remove(name) ? Answer.empty(204) : Answer.refusal(Problem.notFound());
  }

  private Answer list(Request request) {
    var domain = request.segment("domain");
    if (domains.find(domain).isEmpty()) {
      return Answer.refusal(Problem.notFound());
    }
    var type = request.parameter("type");
    var name = request.parameter("name");
    var found =
        of(domain).stream()
            .filter(record -> type.isEmpty() || record.path("type").asText().equals(type.get()))
            .filter(record -> name.isEmpty() || fullName(record).equals(name.get()))
            .toList();
    return Pages.answer(request, "domain_records", found, DomainEndpoints::view);
  }

  private static String fullName(ObjectNode record) {
    var name = record.path("name").asText();
    var domain = record.path("domain").asText();
    return name.equals("@") ? domain : name + "." + domain;
  }

  private List<ObjectNode> of(String domain) {
    return records.all().stream()
        .filter(record -> record.path("domain").asText().equals(domain))
        .toList();
  }

  private Answer add(Request request) {
    var domain = request.segment("domain");
    if (domains.find(domain).isEmpty()) {
      return Answer.refusal(Problem.notFound());
    }
    return refusal(request.json())
        .map(Answer::refusal)
        .orElseGet(() -> answer(201, keep(domain, request.json())));
  }

  private static Optional<Problem> refusal(JsonNode body) {
    if (!TYPES.contains(body.path("type").asText())) {
      return Optional.of(Problem.unprocessable("Type must be one of " + TYPES));
    }
    if (body.path("name").asText().isEmpty() || body.path("data").asText().isEmpty()) {
      return Optional.of(Problem.unprocessable("Name and data can't be blank."));
    }
    return Optional.empty();
  }

  private synchronized ObjectNode keep(String domain, JsonNode body) {
    var record = Json.MAPPER.createObjectNode();
    record.put("id", records.nextNumber(FIRST));
    record.put("domain", domain);
    record.put("ttl", USUAL_TTL_SECONDS);
    NULLABLE.forEach(record::putNull);
    return keep(record, body);
  }

  private ObjectNode keep(ObjectNode record, JsonNode body) {
    for (var field : List.of("type", "name", "data", "ttl")) {
      if (body.hasNonNull(field)) {
        record.set(field, body.get(field));
      }
    }
    NULLABLE.stream().filter(body::has).forEach(field -> record.set(field, body.get(field)));
    records.put(record);
    return record;
  }

  private Answer show(Request request) {
    return find(request)
        .map(record -> answer(200, record))
        .orElseGet(() -> Answer.refusal(Problem.notFound()));
  }

  private synchronized Answer change(Request request) {
    return find(request)
        .map(record -> answer(200, keep(record, request.json())))
        .orElseGet(() -> Answer.refusal(Problem.notFound()));
  }

  private Answer remove(Request request) {
    var removed = find(request).map(record -> records.remove(record.path("id").asText()));
    return removed.orElse(false) ? Answer.empty(204) : Answer.refusal(Problem.notFound());
  }

  private Optional<ObjectNode> find(Request request) {
    return records
        .find(request.segment("record"))
        .filter(record -> record.path("domain").asText().equals(request.segment("domain")));
  }

  private static Answer answer(int status, ObjectNode record) {
    return Answer.json(status, DropletEndpoints.wrapped("domain_record", view(record)));
  }

  private static ObjectNode view(ObjectNode record) {
    return record.deepCopy().without(List.of("domain"));
  }
}
