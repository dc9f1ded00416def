package dev.cairn.graph;

import dev.cairn.memory.TestClients;
import dev.cairn.store.InMemoryRecordStore;

class KnowledgeGraphTest implements KnowledgeGraphContract {
  private final KnowledgeGraph graph =
      new KnowledgeGraph(TestClients.replacing(new InMemoryRecordStore()).documents());

  @Override
  public KnowledgeGraph graph() {
    return graph;
  }
}
