package dev.cairn.graph;

/** Common types of verbs. Any other text is a type, too; capitals count. */
public final class VerbTypes {
  public static final String RELATED_TO = "relatedTo";
  public static final String CONTAINS = "contains";
  public static final String PART_OF = "partOf";
  public static final String INSTANCE_OF = "instanceOf";
  public static final String LOCATED_AT = "locatedAt";
  public static final String REFERENCES = "references";
  public static final String SIMILAR_TO = "similarTo";
  public static final String CONTRADICTS = "contradicts";
  public static final String PRECEDES = "precedes";
  public static final String SUCCEEDS = "succeeds";
  public static final String CAUSES = "causes";
  public static final String DEPENDS_ON = "dependsOn";
  public static final String REQUIRES = "requires";
  public static final String CREATES = "creates";
  public static final String TRANSFORMS = "transforms";
  public static final String BECOMES = "becomes";
  public static final String MODIFIES = "modifies";
  public static final String CONSUMES = "consumes";
  public static final String OWNS = "owns";
  public static final String ATTRIBUTED_TO = "attributedTo";
  public static final String CREATED_BY = "createdBy";
  public static final String BELONGS_TO = "belongsTo";
  public static final String MEMBER_OF = "memberOf";
  public static final String WORKS_WITH = "worksWith";
  public static final String WORKS_FOR = "worksFor";
  public static final String FRIEND_OF = "friendOf";
  public static final String KNOWS = "knows";
  public static final String FOLLOWS = "follows";
  public static final String LIKES = "likes";
  public static final String REPORTS_TO = "reportsTo";
  public static final String SUPERVISES = "supervises";
  public static final String MENTORS = "mentors";
  public static final String COMMUNICATES = "communicates";
  public static final String DESCRIBES = "describes";
  public static final String DEFINES = "defines";
  public static final String CATEGORIZES = "categorizes";
  public static final String MEASURES = "measures";
  public static final String EVALUATES = "evaluates";
  public static final String USES = "uses";
  public static final String IMPLEMENTS = "implements";
  public static final String EXTENDS = "extends";

  private VerbTypes() {}
}
