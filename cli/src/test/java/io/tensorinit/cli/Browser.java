package io.tensorinit.cli;

import io.tensorinit.json.JsonException;
import io.tensorinit.json.JsonReader;
import io.tensorinit.json.JsonWriter;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A headless Chromium with one page, driven by its DevTools protocol. It hears of every message and
 * error on the console and of every request.
 */
final class Browser implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final Map<String, Integer> CODES =
      Map.of(
          "Enter",
          13,
          "Tab",
          9,
          "Home",
          36,
          "End",
          35,
          "ArrowLeft",
          37,
          "ArrowUp",
          38,
          "ArrowRight",
          39,
          "ArrowDown",
          40);

  private final Path profile;
  private final Process process;
  private final WebSocket socket;
  private final AtomicInteger last = new AtomicInteger();
  private final Map<Integer, CompletableFuture<Map<?, ?>>> waiting = new ConcurrentHashMap<>();
  private final List<String> complaints = new CopyOnWriteArrayList<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private volatile CompletableFuture<Void> loaded = new CompletableFuture<>();

  private volatile @Nullable Throwable ended;

  /** The browser that must be used: the property {@code tensorinit.browser}. */
  static Optional<Path> given() {
    return Optional.ofNullable(System.getProperty("tensorinit.browser")).map(Path::of);
  }

  /** The browsers on the PATH. */
  static List<Path> onPath() {
    return Stream.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
        .flatMap(
            name ->
                Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                    .map(folder -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .toList();
  }

  /**
   * Starts the first that can: Ubuntu's chromium-browser, for one, may only say how to install one.
   *
   * @param programs the browsers
   * @param profiles a folder for their profiles
   * @param failures what is said of those that cannot start is added here
   */
  static Optional<Browser> startOne(List<Path> programs, Path profiles, List<String> failures)
      throws IOException {
    for (Path program : programs) {
      try {
        return Optional.of(new Browser(program, Files.createTempDirectory(profiles, "profile")));
      } catch (IOException | RuntimeException e) {
        failures.add(program + " cannot start: " + e);
      }
    }
    return Optional.empty();
  }

  Browser(Path program, Path profile) throws IOException {
    this.profile = profile;
    ProcessBuilder builder =
        new ProcessBuilder(
            program.toString(),
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--remote-debugging-port=0",
            "--user-data-dir=" + profile,
            "about:blank");
    process =
        builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    try {
      HttpClient client = HttpClient.newHttpClient();
      socket =
          client
              .newWebSocketBuilder()
              .buildAsync(URI.create(pageSocket(client, port())), new Ears())
              .join();
      for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
        send(domain + ".enable", Map.of());
      }
    } catch (IOException | RuntimeException e) {
      end();
      throw e;
    }
  }

  /** Chromium writes it into its profile when it listens. */
  private int port() throws IOException {
    Path file = profile.resolve("DevToolsActivePort");
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < end) {
      if (Files.exists(file)) {
        List<String> lines = Files.readAllLines(file);
        if (lines.size() > 1) {
          return Integer.parseInt(lines.get(0));
        }
      }
      if (!process.isAlive()) {
        throw new IOException("the browser ended with " + process.exitValue());
      }
      sleep();
    }
    throw new IOException("the browser does not listen");
  }

  private static String pageSocket(HttpClient client, int port) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/json/list")).build();
    try {
      String body = client.send(request, HttpResponse.BodyHandlers.ofString()).body();
      for (Object target : (List<?>) parse(body)) {
        if ("page".equals(((Map<?, ?>) target).get("type"))) {
          return (String) ((Map<?, ?>) target).get("webSocketDebuggerUrl");
        }
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
    throw new IOException("the browser has no page");
  }

  private static Object parse(String text) {
    try {
      return JsonReader.read(text.getBytes(StandardCharsets.UTF_8));
    } catch (JsonException e) {
      throw new IllegalStateException(text, e);
    }
  }

  private static void sleep() {
    try {
      Thread.sleep(20);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Takes messages, in as many pieces as they come. */
  private final class Ears implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean isLast) {
      text.append(data);
      if (isLast) {
        hear((Map<?, ?>) parse(text.toString()));
        text.setLength(0);
      }
      from.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
      giveUp(new IOException("the browser closed the connection: " + code + " " + reason));
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
      giveUp(error);
    }
  }

  /** Nothing more will be heard. */
  private void giveUp(Throwable why) {
    ended = why;
    waiting.values().forEach(answer -> answer.completeExceptionally(why));
    loaded.completeExceptionally(why);
  }

  private void hear(Map<?, ?> message) {
    if (message.containsKey("id")) {
      waiting.remove(((Number) message.get("id")).intValue()).complete(message);
      return;
    }
    Map<?, ?> about = (Map<?, ?>) message.get("params");
    switch ((String) message.get("method")) {
      case "Runtime.exceptionThrown":
      case "Runtime.consoleAPICalled":
      case "Log.entryAdded":
        complaints.add(about.toString());
        break;
      case "Network.requestWillBeSent":
        requests.add((String) ((Map<?, ?>) about.get("request")).get("url"));
        break;
      case "Page.loadEventFired":
        loaded.complete(null);
        break;
      default:
        break;
    }
  }

  /** Calls a method of the protocol. */
  Map<?, ?> send(String method, Map<String, ?> parameters) {
    int id = last.incrementAndGet();
    CompletableFuture<Map<?, ?>> answer = new CompletableFuture<>();
    waiting.put(id, answer);
    Throwable why = ended;
    if (why != null) {
      answer.completeExceptionally(why);
    }
    String call = JsonWriter.compact(Map.of("id", id, "method", method, "params", parameters));
    socket.sendText(call, true).join();
    Map<?, ?> got = answer.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    if (got.containsKey("error")) {
      throw new IllegalStateException(method + ": " + got);
    }
    return (Map<?, ?>) got.get("result");
  }

  /** Loads a file; what was complained of and requested before is forgotten. */
  void open(Path page) {
    load(page);
    settle();
  }

  /** As {@link #open}, but without waiting for what a script draws. */
  void load(Path page) {
    go("about:blank");
    complaints.clear();
    requests.clear();
    go(page.toUri().toString());
  }

  private void go(String url) {
    loaded = new CompletableFuture<>();
    send("Page.navigate", Map.of("url", url));
    loaded.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
  }

  /** Waits for two frames, so that what comes into view was seen and drawn. */
  void settle() {
    if (!Boolean.TRUE.equals(eval("document.hidden"))) {
      eval("new Promise(r => requestAnimationFrame(() => requestAnimationFrame(() => r(1))))");
    }
  }

  /** The value of an expression in the page, awaited. */
  Object eval(String expression) {
    Map<?, ?> result =
        send(
            "Runtime.evaluate",
            Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
    if (result.containsKey("exceptionDetails")) {
      throw new IllegalStateException(expression + ": " + result);
    }
    return ((Map<?, ?>) result.get("result")).get("value");
  }

  /** Presses and releases a key. */
  void press(String key) {
    Map<String, Object> event = new HashMap<>(Map.of("type", "keyDown", "key", key));
    Integer code = CODES.get(key);
    if (code != null) {
      event.putAll(Map.of("code", key, "windowsVirtualKeyCode", code));
    }
    if (code == null || key.equals("Enter")) {
      event.put("text", code == null ? key : "\r");
    }
    send("Input.dispatchKeyEvent", event);
    event.put("type", "keyUp");
    event.remove("text");
    send("Input.dispatchKeyEvent", event);
  }

  /** Types a text, a key a letter. */
  void type(String text) {
    text.codePoints().forEach(letter -> press(Character.toString(letter)));
  }

  /** Sets the size of the window and the scheme, {@code light} or {@code dark}. */
  void look(int width, int height, String scheme) {
    send(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    send(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    settle();
  }

  /** Turns scripts of pages that are loaded from now on off or on. */
  void scripts(boolean on) {
    send("Emulation.setScriptExecutionDisabled", Map.of("value", !on));
  }

  /** Writes what is seen into a PNG file. */
  void shoot(Path file) throws IOException {
    Object data = send("Page.captureScreenshot", Map.of("format", "png")).get("data");
    Files.write(file, Base64.getDecoder().decode((String) data));
  }

  /** What came on the console since the page was opened. */
  List<String> complaints() {
    return new ArrayList<>(complaints);
  }

  /** What was requested since the page was opened. */
  List<String> requests() {
    return new ArrayList<>(requests);
  }

  private void end() {
    Optional<Path> lock = lock();
    List<ProcessHandle> children = process.descendants().toList();
    process.destroy();
    children.forEach(ProcessHandle::destroy);
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
    }
    lock.ifPresent(Browser::delete);
  }

  /** A folder of its own among the temporary ones, which it leaves where it is ended. */
  private Optional<Path> lock() {
    try {
      Path folder = Files.readSymbolicLink(profile.resolve("SingletonSocket")).getParent();
      return Optional.ofNullable(folder)
          .filter(it -> it.getFileName().toString().matches("(org\\.chromium|com\\.google)\\..+"));
    } catch (IOException | UnsupportedOperationException e) {
      return Optional.empty();
    }
  }

  /** Whether somebody waits for an answer. */
  boolean isWaiting() {
    return !waiting.isEmpty();
  }

  /** Ends it as a crash would. */
  void kill() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  /** Deletes a folder that a browser may still write into, as far as it can be. */
  static void delete(Path folder) {
    for (int attempt = 0; attempt < 50 && Files.exists(folder); attempt++) {
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(each);
        }
      } catch (IOException | UncheckedIOException e) {
        sleep();
      }
    }
  }

  @Override
  public void close() {
    try {
      send("Browser.close", Map.of());
    } catch (RuntimeException e) {
      // it is ended below
    }
    end();
  }
}
