package dev.overwinter.billing;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Objects;

/// The answer to a [PriceOrder].
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = PriceOutcome.Announced.class, name = "announced"),
  @JsonSubTypes.Type(value = PriceOutcome.Refused.class, name = "refused"),
})
public sealed interface PriceOutcome {

  /// The price list has it, for good.
  ///
  /// @param price as it will hold
  /// @param again whether it had it before, so that nothing was added now
  record Announced(Price price, boolean again) implements PriceOutcome {
    public Announced {
      Objects.requireNonNull(price, "price");
    }
  }

  /// Nothing was added.
  ///
  /// @param reason one line for people
  record Refused(String reason) implements PriceOutcome {
    public Refused {
      Objects.requireNonNull(reason, "reason");
    }
  }
}
