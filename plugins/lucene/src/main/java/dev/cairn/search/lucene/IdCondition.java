package dev.cairn.search.lucene;

import java.io.IOException;
import java.util.function.Predicate;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.ConstantScoreScorer;
import org.apache.lucene.search.ConstantScoreWeight;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.ScorerSupplier;
import org.apache.lucene.search.TwoPhaseIterator;
import org.apache.lucene.search.Weight;

/** Accepts documents whose id meets a condition, which is asked as late as possible. */
final class IdCondition extends Query {
  /** Simple comparisons that one call of a condition costs, roughly. */
  private static final float COST = 100;

  private final Predicate<String> condition;

  IdCondition(Predicate<String> condition) {
    this.condition = condition;
  }

  @Override
  public Weight createWeight(IndexSearcher searcher, ScoreMode mode, float boost) {
    return new ConstantScoreWeight(this, boost) {
      @Override
      public ScorerSupplier scorerSupplier(LeafReaderContext context) throws IOException {
        int count = context.reader().maxDoc();
        IdQueries.Reader ids = new IdQueries.Reader(context.reader());
        DocIdSetIterator all = DocIdSetIterator.all(count);
        TwoPhaseIterator accepted =
            new TwoPhaseIterator(all) {
              @Override
              public boolean matches() throws IOException {
                return condition.test(ids.id(all.docID()));
              }

              @Override
              public float matchCost() {
                return COST;
              }
            };
        Scorer scorer = new ConstantScoreScorer(score(), mode, accepted);
        return new ScorerSupplier() {
          @Override
          public Scorer get(long leadCost) {
            return scorer;
          }

          @Override
          public long cost() {
            return count;
          }
        };
      }

      @Override
      public boolean isCacheable(LeafReaderContext context) {
        return false;
      }
    };
  }

  @Override
  public String toString(String field) {
    return "ids that meet a condition";
  }

  @Override
  public void visit(QueryVisitor visitor) {
    visitor.visitLeaf(this);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof IdCondition that && condition.equals(that.condition);
  }

  @Override
  public int hashCode() {
    return condition.hashCode();
  }
}
