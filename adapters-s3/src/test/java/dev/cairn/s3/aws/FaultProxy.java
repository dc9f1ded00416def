package dev.cairn.s3.aws;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Stands between a client and a server and spoils what passes, on the level of bytes. */
final class FaultProxy implements AutoCloseable {
  /** What happens to a request and its answer. */
  enum Fault {
    NONE,
    /** The request does not arrive. */
    REQUEST_DROPPED,
    /** Half of the request arrives. */
    REQUEST_TORN,
    /** The request is executed, the answer does not arrive. */
    ANSWER_DROPPED,
    /** The connection breaks within the answer's head. */
    HEAD_TORN,
    /** The connection breaks within the answer's body, or at its end. */
    BODY_TORN,
    /** The request is executed twice, and the second answer arrives. */
    DOUBLED,
    /** The request is executed after the client saw the connection break. */
    EXECUTED_LATE,
    /** The last bit of the request arrives as another one. */
    REQUEST_ALTERED,
    /** The last bit of the answer arrives as another one. */
    ANSWER_ALTERED,
    /** The answer comes late. */
    SLOW,
    /** The answer does not come while the client waits. */
    STALLED
  }

  /** Decides what happens to a request. */
  interface Faults {
    Fault next(String method, String path);
  }

  private static final long LATE_MILLIS = 150;
  private static final long STALLED_MILLIS = 900;

  final AtomicReference<Faults> faults = new AtomicReference<>((method, path) -> Fault.NONE);
  private final ServerSocket listener;
  private final URI server;

  FaultProxy(String endpoint) {
    server = URI.create(endpoint);
    try {
      listener = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  String endpoint() {
    return "http://127.0.0.1:" + listener.getLocalPort();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        Thread.ofVirtual().start(() -> serve(client));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      Optional<byte[]> request = message(client.getInputStream());
      if (request.isPresent()) {
        String[] line = new String(request.get(), StandardCharsets.ISO_8859_1).split(" ", 3);
        pass(client, request.get(), faults.get().next(line[0], line[1]));
      }
    } catch (IOException broken) {
      // The client went away, which is what several faults lead to.
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private void pass(Socket client, byte[] request, Fault fault)
      throws IOException, InterruptedException {
    switch (fault) {
      case REQUEST_DROPPED -> {}
      case REQUEST_TORN -> {
        try (Socket upstream = connect()) {
          upstream.getOutputStream().write(request, 0, request.length / 2);
        }
      }
      case ANSWER_DROPPED -> forward(request);
      case EXECUTED_LATE -> {
        client.close();
        Thread.sleep(LATE_MILLIS);
        forward(request);
      }
      case DOUBLED -> {
        forward(request);
        client.getOutputStream().write(forward(request));
      }
      case HEAD_TORN -> client.getOutputStream().write(forward(request), 0, 20);
      case BODY_TORN -> {
        byte[] answer = forward(request);
        client.getOutputStream().write(answer, 0, answer.length - Math.min(7, answer.length / 2));
      }
      case REQUEST_ALTERED -> client.getOutputStream().write(forward(altered(request)));
      case ANSWER_ALTERED -> client.getOutputStream().write(altered(forward(request)));
      case SLOW -> {
        byte[] answer = forward(request);
        Thread.sleep(LATE_MILLIS);
        client.getOutputStream().write(answer);
      }
      case STALLED -> {
        forward(request);
        Thread.sleep(STALLED_MILLIS);
      }
      case NONE -> client.getOutputStream().write(forward(request));
    }
  }

  private static byte[] altered(byte[] message) {
    byte[] altered = message.clone();
    // A message without a body ends in an empty line, which must stay.
    boolean empty = message[message.length - 1] == '\n';
    altered[message.length - 1] ^= (byte) (empty ? 0 : 1);
    return altered;
  }

  private Socket connect() throws IOException {
    return new Socket(server.getHost(), server.getPort());
  }

  private byte[] forward(byte[] request) throws IOException {
    try (Socket upstream = connect()) {
      upstream.getOutputStream().write(request);
      upstream.getOutputStream().flush();
      byte[] answer = message(upstream.getInputStream()).orElse(new byte[0]);
      // One request for each connection keeps the faults of one apart from the next.
      String text = new String(answer, StandardCharsets.ISO_8859_1);
      return text.replaceFirst("\r\n", "\r\nConnection: close\r\n")
          .getBytes(StandardCharsets.ISO_8859_1);
    }
  }

  /** A head and as much body as it announces; empty if the connection ends before. */
  private static Optional<byte[]> message(InputStream in) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] end = {'\r', '\n', '\r', '\n'};
    int matched = 0;
    while (matched < end.length) {
      int next = in.read();
      if (next < 0) {
        return Optional.empty();
      }
      all.write(next);
      matched = next == end[matched] ? matched + 1 : next == '\r' ? 1 : 0;
    }
    String head = all.toString(StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
    @Nullable String length =
        Arrays.stream(head.split("\r\n"))
            .filter(line -> line.startsWith("content-length:"))
            .findFirst()
            .orElse(null);
    if (length != null) {
      all.writeBytes(in.readNBytes(Integer.parseInt(length.substring(15).strip())));
    } else if (head.contains("transfer-encoding: chunked")) {
      throw new IOException("chunked messages are not understood here");
    }
    return Optional.of(all.toByteArray());
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
