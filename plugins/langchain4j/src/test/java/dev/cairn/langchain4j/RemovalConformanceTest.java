package dev.cairn.langchain4j;

import org.junit.jupiter.api.Nested;

class RemovalConformanceTest {

  @Nested
  class InMemoryWithScan extends RemovalConformance {
    InMemoryWithScan() {
      super(ConformanceCase.MEMORY_SCAN);
    }
  }

  @Nested
  class InMemoryPartitioned extends RemovalConformance {
    InMemoryPartitioned() {
      super(ConformanceCase.MEMORY_PARTITIONED);
    }
  }

  @Nested
  class OnSqliteWithScan extends RemovalConformance {
    OnSqliteWithScan() {
      super(ConformanceCase.SQLITE_SCAN);
    }
  }

  @Nested
  class OnSqlitePartitioned extends RemovalConformance {
    OnSqlitePartitioned() {
      super(ConformanceCase.SQLITE_PARTITIONED);
    }
  }
}
