package dev.cairn.s3.aws;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.cairn.s3.object.Fetched;
import dev.cairn.s3.object.InMemoryObjectStore;
import dev.cairn.s3.object.ObjectPage;
import dev.cairn.s3.object.PutOutcome;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * A server that speaks as much of S3 as the adapter uses, over HTTP, in this process. It honours
 * conditions atomically, unless told otherwise, and fails on demand. One bucket, named {@code
 * bucket}.
 */
public final class S3Server implements AutoCloseable {
  /** How a request goes wrong. */
  public enum Fault {
    NONE,
    DROPPED_BEFORE,
    DROPPED_AFTER,
    ERROR_500_AFTER,
    SLOW_DOWN,
    CONFLICT_409,
    FORBIDDEN,
    TORN_ANSWER
  }

  /** Decides which requests go wrong. */
  public interface Faults {
    Fault next(String method, String key);
  }

  /** Decides how long requests take. */
  interface Delays {
    /** About how many milliseconds a request takes. */
    int of(String method);
  }

  final InMemoryObjectStore objects = new InMemoryObjectStore();
  final AtomicInteger requests = new AtomicInteger();
  public final AtomicReference<Faults> faults = new AtomicReference<>((method, key) -> Fault.NONE);
  final AtomicReference<Delays> delays = new AtomicReference<>(method -> 0);
  private final boolean honoursConditions;
  private final HttpServer server;

  public S3Server() {
    this(true);
  }

  S3Server(boolean honoursConditions) {
    this.honoursConditions = honoursConditions;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::handle);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  /** What is in the bucket, by whole keys. */
  public InMemoryObjectStore contents() {
    return objects;
  }

  public String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** How many bytes all objects have together. */
  long storedBytes() {
    return objects.keys().stream()
        .mapToLong(key -> ((Fetched.Found) objects.get(key)).bytes().length)
        .sum();
  }

  /** Serves until standard input ends; the first line of output is the endpoint. */
  public static void main(String[] arguments) throws IOException {
    try (S3Server server = new S3Server()) {
      System.out.println(server.endpoint());
      System.in.transferTo(OutputStream.nullOutputStream());
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      requests.incrementAndGet();
      byte[] body = exchange.getRequestBody().readAllBytes();
      delay(exchange.getRequestMethod());
      String path = exchange.getRequestURI().getPath();
      if (!path.equals("/bucket") && !path.startsWith("/bucket/")) {
        error(exchange, 404, "NoSuchBucket");
        return;
      }
      String key = path.substring(Math.min(path.length(), "/bucket/".length()));
      Fault fault = faults.get().next(exchange.getRequestMethod(), key);
      switch (fault) {
        case DROPPED_BEFORE -> {
          return;
        }
        case SLOW_DOWN -> error(exchange, 503, "SlowDown");
        case CONFLICT_409 -> error(exchange, 409, "ConditionalRequestConflict");
        case FORBIDDEN -> error(exchange, 403, "AccessDenied");
        default -> answer(exchange, key, body, fault);
      }
    }
  }

  /** Log-normal, as the times of S3 are; a request takes effect behind its delay. */
  private void delay(String method) {
    int millis = delays.get().of(method);
    if (millis > 0) {
      ThreadLocalRandom random = ThreadLocalRandom.current();
      double logNormal = Math.exp(random.nextGaussian() * 0.4);
      LockSupport.parkNanos((long) (millis * logNormal * 1e6));
    }
  }

  private void answer(HttpExchange exchange, String key, byte[] body, Fault fault)
      throws IOException {
    switch (exchange.getRequestMethod()) {
      case "PUT" -> put(exchange, key, body, fault);
      case "GET" -> {
        if (key.isEmpty()) {
          list(exchange);
        } else {
          get(exchange, key, fault);
        }
      }
      case "DELETE" -> {
        String ifMatch = exchange.getRequestHeaders().getFirst("If-Match");
        if (honoursConditions && ifMatch != null) {
          if (objects.deleteIfMatch(key, ifMatch) instanceof PutOutcome.Refused) {
            error(exchange, 412, "PreconditionFailed");
            return;
          }
        } else {
          objects.delete(key);
        }
        exchange.sendResponseHeaders(204, -1);
      }
      default -> error(exchange, 501, "NotImplemented");
    }
  }

  private void put(HttpExchange exchange, String key, byte[] body, Fault fault) throws IOException {
    String encoding = String.valueOf(exchange.getRequestHeaders().getFirst("Content-Encoding"));
    if (encoding.contains("aws-chunked")) {
      error(exchange, 501, "NotImplemented");
      return;
    }
    String length = exchange.getRequestHeaders().getFirst("Content-Length");
    if (length != null && Long.parseLong(length) != body.length) {
      error(exchange, 400, "IncompleteBody");
      return;
    }
    String md5 = exchange.getRequestHeaders().getFirst("Content-MD5");
    if (md5 != null && !md5.equals(md5(body))) {
      error(exchange, 400, "BadDigest");
      return;
    }
    String ifMatch = exchange.getRequestHeaders().getFirst("If-Match");
    boolean ifNoneMatch = exchange.getRequestHeaders().containsKey("If-None-Match");
    PutOutcome outcome;
    if (honoursConditions && ifNoneMatch) {
      outcome = objects.putIfAbsent(key, body);
    } else if (honoursConditions && ifMatch != null) {
      outcome = objects.putIfMatch(key, body, ifMatch);
    } else {
      outcome = objects.put(key, body);
    }
    if (fault == Fault.DROPPED_AFTER) {
      return;
    }
    if (fault == Fault.ERROR_500_AFTER) {
      error(exchange, 500, "InternalError");
      return;
    }
    if (outcome instanceof PutOutcome.Written written) {
      exchange.getResponseHeaders().add("ETag", written.etag());
      exchange.sendResponseHeaders(200, -1);
    } else {
      error(exchange, 412, "PreconditionFailed");
    }
  }

  private static String md5(byte[] body) {
    try {
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("MD5").digest(body));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("Every Java has MD5", impossible);
    }
  }

  private void get(HttpExchange exchange, String key, Fault fault) throws IOException {
    String range = exchange.getRequestHeaders().getFirst("Range");
    long from = 0;
    long to = Integer.MAX_VALUE;
    if (range != null) {
      String[] ends = range.substring("bytes=".length()).split("-");
      from = Long.parseLong(ends[0]);
      to = Long.parseLong(ends[1]);
    }
    if (!(objects.getRange(key, from, (int) Math.min(Integer.MAX_VALUE, to - from + 1))
        instanceof Fetched.Found found)) {
      error(exchange, 404, "NoSuchKey");
      return;
    }
    exchange.getResponseHeaders().add("ETag", found.etag());
    exchange.getResponseHeaders().add("Last-Modified", httpDate(found.lastModified()));
    int length = found.bytes().length;
    exchange.sendResponseHeaders(range == null ? 200 : 206, length == 0 ? -1 : length);
    if (fault == Fault.TORN_ANSWER) {
      exchange.getResponseBody().write(found.bytes(), 0, length / 2);
      return;
    }
    exchange.getResponseBody().write(found.bytes());
    exchange.getResponseBody().close();
  }

  private static String httpDate(Instant at) {
    return DateTimeFormatter.RFC_1123_DATE_TIME.format(at.atOffset(ZoneOffset.UTC));
  }

  private void list(HttpExchange exchange) throws IOException {
    Map<String, String> query = new HashMap<>();
    for (String part : exchange.getRequestURI().getRawQuery().split("&")) {
      String[] pair = part.split("=", 2);
      query.put(pair[0], pair.length < 2 ? "" : URLDecoder.decode(pair[1], StandardCharsets.UTF_8));
    }
    ObjectPage page =
        objects.list(query.getOrDefault("prefix", ""), query.getOrDefault("start-after", ""));
    StringBuilder xml = new StringBuilder("<ListBucketResult><Name>bucket</Name><IsTruncated>");
    xml.append(page.next().isPresent()).append("</IsTruncated>");
    for (ObjectPage.Entry entry : page.entries()) {
      xml.append("<Contents><Key>").append(entry.key()).append("</Key><Size>");
      xml.append(entry.size()).append("</Size><ETag>");
      xml.append(entry.etag().replace("\"", "&quot;")).append("</ETag></Contents>");
    }
    send(exchange, 200, xml.append("</ListBucketResult>").toString());
  }

  private static void error(HttpExchange exchange, int status, String code) throws IOException {
    send(exchange, status, "<Error><Code>" + code + "</Code><Message>-</Message></Error>");
  }

  private static void send(HttpExchange exchange, int status, String xml) throws IOException {
    byte[] bytes = xml.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/xml");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.getResponseBody().close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
