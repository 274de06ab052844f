package io.formgate.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Headless Chromium with one page, driven through its DevTools protocol. */
final class Browser implements AutoCloseable {
  private static final Pattern ADDRESS = Pattern.compile("ws://(127\\.0\\.0\\.1:\\d+)/\\S+");
  private static final List<String> PROGRAMS =
      List.of("chromium", "chromium-browser", "google-chrome");
  private static final long SECONDS = 60;

  private final ObjectMapper mapper = new ObjectMapper();
  private final HttpClient client = HttpClient.newHttpClient();
  private final AtomicInteger last = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonNode>> open = new ConcurrentHashMap<>();
  private final List<String> complaints = java.util.Collections.synchronizedList(new ArrayList<>());
  private final Process process;
  private final WebSocket socket;
  private volatile CompletableFuture<Boolean> loaded = new CompletableFuture<>();

  Browser(Path profile) throws Exception {
    process =
        new ProcessBuilder(
                program(),
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "about:blank")
            .redirectErrorStream(true)
            .start();
    BufferedReader output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String host = host(output);
    Thread.ofVirtual().start(() -> output.lines().forEach(_ -> {}));
    HttpResponse<String> pages =
        client.send(
            HttpRequest.newBuilder(URI.create("http://" + host + "/json")).build(),
            HttpResponse.BodyHandlers.ofString());
    String page = "";
    for (JsonNode target : mapper.readTree(pages.body())) {
      page = target.get("type").asText().equals("page") ? address(target) : page;
    }
    socket = client.newWebSocketBuilder().buildAsync(URI.create(page), new Listener()).join();
    send("Page.enable", "{}");
    send("Runtime.enable", "{}");
    send("Log.enable", "{}");
  }

  private static String address(JsonNode target) {
    return target.get("webSocketDebuggerUrl").asText();
  }

  private static String host(BufferedReader output) throws IOException {
    StringBuilder said = new StringBuilder();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      Matcher matcher = ADDRESS.matcher(line);
      if (matcher.find()) {
        return matcher.group(1);
      }
      said.append(line).append('\n');
    }
    throw new IllegalStateException("Chromium ended: " + said);
  }

  /** A browser that is missing fails the test: what nobody looked at is not shown to be good. */
  private static String program() {
    for (String folder : System.getenv().getOrDefault("PATH", "").split(":")) {
      for (String name : PROGRAMS) {
        Path program = Path.of(folder, name);
        if (Files.isExecutable(program)) {
          return program.toString();
        }
      }
    }
    throw new IllegalStateException(
        "needs " + String.join(" or ", PROGRAMS) + " on PATH; ./check installs it");
  }

  private JsonNode send(String method, String parameters) throws Exception {
    int id = last.incrementAndGet();
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    open.put(id, answer);
    socket
        .sendText(
            "{\"id\":" + id + ",\"method\":\"" + method + "\",\"params\":" + parameters + "}", true)
        .join();
    return answer.get(SECONDS, TimeUnit.SECONDS);
  }

  /** Opens a file at a width, in a colour scheme. */
  void show(Path file, int width, boolean dark) throws Exception {
    complaints.clear();
    emulate(width, dark);
    loaded = new CompletableFuture<>();
    send("Page.navigate", "{\"url\":" + mapper.writeValueAsString(file.toUri().toString()) + "}");
    loaded.get(SECONDS, TimeUnit.SECONDS);
    settle();
  }

  /** Gives the page that is open another width, and another colour scheme. */
  void look(int width, boolean dark) throws Exception {
    emulate(width, dark);
    settle();
  }

  private void emulate(int width, boolean dark) throws Exception {
    send(
        "Emulation.setDeviceMetricsOverride",
        "{\"width\":" + width + ",\"height\":900,\"deviceScaleFactor\":1,\"mobile\":false}");
    send(
        "Emulation.setEmulatedMedia",
        "{\"features\":[{\"name\":\"prefers-color-scheme\",\"value\":\""
            + (dark ? "dark" : "light")
            + "\"}]}");
  }

  /** Charts are drawn when their places have got a width: in the frame after that of the layout. */
  private void settle() throws Exception {
    evaluate(
        "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() =>"
            + " requestAnimationFrame(() => setTimeout(() => done(true))))))");
  }

  /** {@return the value of an expression of the page's script} */
  JsonNode evaluate(String expression) throws Exception {
    JsonNode answer =
        send(
            "Runtime.evaluate",
            "{\"returnByValue\":true,\"awaitPromise\":true,\"expression\":"
                + mapper.writeValueAsString(expression)
                + "}");
    if (answer.has("exceptionDetails")) {
      throw new IllegalStateException(answer.get("exceptionDetails").toString());
    }
    return answer.get("result").path("value");
  }

  /** Clicks where the mouse would. */
  void click(double x, double y) throws Exception {
    for (String type : List.of("mouseMoved", "mousePressed", "mouseReleased")) {
      send(
          "Input.dispatchMouseEvent",
          "{\"type\":\""
              + type
              + "\",\"x\":"
              + x
              + ",\"y\":"
              + y
              + ",\"button\":\"left\",\"clickCount\":1}");
    }
  }

  /** Presses a key and lets it go. */
  void key(String name, int code) throws Exception {
    for (String type : List.of("rawKeyDown", "keyUp")) {
      send(
          "Input.dispatchKeyEvent",
          "{\"type\":\""
              + type
              + "\",\"key\":\""
              + name
              + "\",\"code\":\""
              + name
              + "\",\"windowsVirtualKeyCode\":"
              + code
              + "}");
    }
  }

  /** Writes what is on the screen as a PNG file. */
  void picture(Path file) throws Exception {
    JsonNode answer =
        send("Page.captureScreenshot", "{\"format\":\"png\",\"captureBeyondViewport\":true}");
    Files.write(file, Base64.getDecoder().decode(answer.get("data").asText()));
  }

  /** {@return what the page wrote to its console, and what went wrong in it} */
  List<String> complaints() {
    return List.copyOf(complaints);
  }

  @Override
  public void close() {
    socket.abort();
    Stream.concat(process.descendants(), Stream.of(process.toHandle()))
        .forEach(ProcessHandle::destroy);
    // Whatever is left of it holds the profile, which is deleted next.
    process.onExit().orTimeout(SECONDS, TimeUnit.SECONDS).join();
  }

  private final class Listener implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean isLast) {
      text.append(data);
      if (isLast) {
        accept(text.toString());
        text.setLength(0);
      }
      from.request(1);
      return CompletableFuture.completedFuture(null);
    }

    private void accept(String message) {
      try {
        JsonNode node = mapper.readTree(message);
        if (node.has("id")) {
          CompletableFuture<JsonNode> waiting = open.remove(node.get("id").asInt());
          if (waiting != null) {
            waiting.complete(node.path("result"));
          }
          return;
        }
        switch (node.path("method").asText()) {
          case "Page.loadEventFired" -> loaded.complete(true);
          case "Runtime.exceptionThrown", "Log.entryAdded", "Runtime.consoleAPICalled" ->
              complaints.add(node.get("params").toString());
          default -> {
            // The other events tell nothing that is asked here.
          }
        }
      } catch (IOException e) {
        complaints.add(e.toString());
      }
    }
  }
}
