package dev.cairn.graph;

/** Common types of nouns. Any other text is a type, too; capitals count. */
public final class NounTypes {
  public static final String PERSON = "person";
  public static final String ORGANIZATION = "organization";
  public static final String LOCATION = "location";
  public static final String THING = "thing";
  public static final String CONCEPT = "concept";
  public static final String EVENT = "event";
  public static final String AGENT = "agent";
  public static final String ORGANISM = "organism";
  public static final String SUBSTANCE = "substance";
  public static final String TOPIC = "topic";
  public static final String CONTENT = "content";
  public static final String DOCUMENT = "document";
  public static final String FILE = "file";
  public static final String MEDIA = "media";
  public static final String MESSAGE = "message";
  public static final String CONVERSATION = "conversation";
  public static final String COLLECTION = "collection";
  public static final String DATASET = "dataset";
  public static final String PRODUCT = "product";
  public static final String SERVICE = "service";
  public static final String USER = "user";
  public static final String TASK = "task";
  public static final String PROJECT = "project";
  public static final String PROCESS = "process";
  public static final String STATE = "state";
  public static final String ROLE = "role";
  public static final String SKILL = "skill";
  public static final String LANGUAGE = "language";
  public static final String CURRENCY = "currency";
  public static final String MEASUREMENT = "measurement";
  public static final String TIME = "time";
  public static final String HYPOTHESIS = "hypothesis";
  public static final String EXPERIMENT = "experiment";
  public static final String CONTRACT = "contract";
  public static final String REGULATION = "regulation";
  public static final String INTERFACE = "interface";
  public static final String RESOURCE = "resource";

  private NounTypes() {}
}
