package dev.cairn.langchain4j;

import org.junit.jupiter.api.Nested;

class FilteringConformanceTest {

  @Nested
  class InMemoryWithScan extends FilteringConformance {
    InMemoryWithScan() {
      super(ConformanceCase.MEMORY_SCAN);
    }
  }

  @Nested
  class InMemoryPartitioned extends FilteringConformance {
    InMemoryPartitioned() {
      super(ConformanceCase.MEMORY_PARTITIONED);
    }
  }

  @Nested
  class OnSqliteWithScan extends FilteringConformance {
    OnSqliteWithScan() {
      super(ConformanceCase.SQLITE_SCAN);
    }
  }

  @Nested
  class OnSqlitePartitioned extends FilteringConformance {
    OnSqlitePartitioned() {
      super(ConformanceCase.SQLITE_PARTITIONED);
    }
  }
}
