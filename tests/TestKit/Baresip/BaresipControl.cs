using System.Buffers;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace RtcCluster.TestKit.Baresip;

/// <summary>baresip's control connection: JSON in netstrings over TCP, answers matched by token, events kept in order.</summary>
internal sealed class BaresipControl : IAsyncDisposable
{
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(5);
    private readonly string _name;
    private readonly TcpClient _connection;
    private readonly NetworkStream _stream;
    private readonly Task _reading;
    private readonly Lock _gate = new();
    private readonly List<BaresipEvent> _events = [];
    private readonly Dictionary<string, TaskCompletionSource<(bool Ok, string Data)>> _asked = [];
    private TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _seen;
    private int _lastToken;

    private BaresipControl(string name, TcpClient connection)
    {
        _name = name;
        _connection = connection;
        _stream = connection.GetStream();
        _reading = ReadAsync();
    }

    public static async Task<BaresipControl> ConnectAsync(string name, int port)
    {
        var connection = new TcpClient();
        await connection.ConnectAsync("127.0.0.1", port);
        return new BaresipControl(name, connection);
    }

    /// <summary>Runs a command and gives what it printed.</summary>
    /// <exception cref="InvalidOperationException">baresip refused it.</exception>
    public async Task<string> CommandAsync(string command, string parameters)
    {
        var answer = new TaskCompletionSource<(bool Ok, string Data)>(TaskCreationOptions.RunContinuationsAsynchronously);
        var token = Interlocked.Increment(ref _lastToken).ToString(CultureInfo.InvariantCulture);
        lock (_gate)
        {
            _asked[token] = answer;
        }

        var json = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string> { ["command"] = command, ["params"] = parameters, ["token"] = token });
        byte[] netstring = [.. Encoding.ASCII.GetBytes($"{json.Length}:"), .. json, (byte)','];
        await _stream.WriteAsync(netstring);
        try
        {
            var (ok, data) = await answer.Task.WaitAsync(AnswerTime);
            return ok ? data : throw new InvalidOperationException($"{_name} refused \"{command} {parameters}\": {data}");
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"{_name} did not answer \"{command} {parameters}\" in {AnswerTime.TotalSeconds:0} s.");
        }
    }

    /// <summary>The next event that fits, after the last one that a wait returned; earlier ones in between are passed over.</summary>
    public async Task<BaresipEvent> NextAsync(string what, Func<BaresipEvent, bool> matches, TimeSpan timeout)
    {
        using var limit = new CancellationTokenSource(timeout);
        while (true)
        {
            Task arrived;
            lock (_gate)
            {
                for (var i = _seen; i < _events.Count; i++)
                {
                    if (matches(_events[i]))
                    {
                        _seen = i + 1;
                        return _events[i];
                    }
                }

                arrived = _arrived.Task;
            }

            try
            {
                await arrived.WaitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"{_name}: waited {timeout.TotalSeconds:0.#} s for {what}; its events: {Told()}");
            }
        }
    }

    /// <summary>All events so far, for a failure text.</summary>
    public string Told()
    {
        lock (_gate)
        {
            return _events.Count == 0 ? "none" : string.Join("; ", _events);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _connection.Dispose();
        await _reading;
    }

    private async Task ReadAsync()
    {
        var buffer = new ArrayBufferWriter<byte>();
        var chunk = new byte[8_192];
        try
        {
            for (int read; (read = await _stream.ReadAsync(chunk)) > 0;)
            {
                buffer.Write(chunk.AsSpan(0, read));
                var rest = TakeAll(buffer.WrittenSpan).ToArray();
                buffer.Clear();
                buffer.Write(rest);
            }
        }
        catch (Exception ended) when (ended is IOException or ObjectDisposedException or SocketException)
        {
            // The phone was ended, by the test or by its own: waits say so by their time-out.
        }
    }

    // Takes every whole netstring ("length:json,") and gives what is left.
    private ReadOnlySpan<byte> TakeAll(ReadOnlySpan<byte> bytes)
    {
        while (true)
        {
            var colon = bytes.IndexOf((byte)':');
            if (colon < 0 || !int.TryParse(bytes[..colon], CultureInfo.InvariantCulture, out var length) || bytes.Length < colon + length + 2)
            {
                return bytes;
            }

            var reader = new Utf8JsonReader(bytes.Slice(colon + 1, length));
            using (var message = JsonDocument.ParseValue(ref reader))
            {
                Take(message.RootElement);
            }

            bytes = bytes[(colon + length + 2)..];
        }
    }

    private void Take(JsonElement message)
    {
        lock (_gate)
        {
            if (message.TryGetProperty("response", out _))
            {
                if (_asked.Remove(Text(message, "token"), out var answer))
                {
                    answer.SetResult((message.GetProperty("ok").GetBoolean(), Text(message, "data")));
                }

                return;
            }

            _events.Add(new BaresipEvent(Text(message, "type"), Text(message, "peeruri"), Text(message, "param")));
            _arrived.SetResult();
            _arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    private static string Text(JsonElement message, string name) =>
        message.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() ?? string.Empty : string.Empty;
}
