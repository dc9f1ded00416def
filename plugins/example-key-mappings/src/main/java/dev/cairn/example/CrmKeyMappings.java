package dev.cairn.example;

import dev.cairn.optimization.KeyMappingsProvider;
import java.util.Map;

/** Short codes for the fields that a customer-relations team adds to its facts. */
public final class CrmKeyMappings implements KeyMappingsProvider {
  @Override
  public String name() {
    return "acme-crm";
  }

  @Override
  public Map<String, String> mappings() {
    return Map.of(
        "my_custom_field", "mcf",
        "customer_number", "cno",
        "account_manager", "am");
  }
}
