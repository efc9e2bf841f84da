using System.Globalization;
using System.Text.RegularExpressions;

namespace RtcCluster.Browser.Tests.Browsers;

/// <summary>What the pages of one person did: console, errors, hub messages, descriptions. For failure texts.</summary>
internal sealed partial class PageDiary
{
    private const int Longest = 1_500;
    private const int Most = 120;
    private readonly Lock _lock = new();
    private readonly List<string> _lines = [];

    /// <summary>What went wrong in the pages: uncaught errors and refusals by the content security policy.</summary>
    public IReadOnlyList<string> Errors
    {
        get
        {
            lock (_lock)
            {
                return [.. _lines.Where(line => line.Contains(" error: ", StringComparison.Ordinal))];
            }
        }
    }

    /// <summary>Follows a page.</summary>
    public void Follow(IPage page)
    {
        page.Console += (_, message) => Write($"{Now} console {message.Type}: {message.Text}");
        page.PageError += (_, error) => Write($"{Now} error: {error}");
        page.Crash += (_, _) => Write($"{Now} error: the page crashed");
        page.RequestFailed += (_, request) => Write($"{Now} request failed: {request.Method} {Plain(request.Url)} {request.Failure}");
        page.FrameNavigated += (_, frame) => Write($"{Now} page {Plain(frame.Url)}");
        page.WebSocket += (_, socket) =>
        {
            Write($"{Now} socket {Plain(socket.Url)}");
            socket.FrameSent += (_, frame) => WriteFrame("sent", frame);
            socket.FrameReceived += (_, frame) => WriteFrame("received", frame);
            socket.Close += (_, _) => Write($"{Now} socket closed");
            socket.SocketError += (_, error) => Write($"{Now} socket error: {error}");
        };
    }

    /// <summary>Writes a line.</summary>
    public void Write(string line)
    {
        line = AccessToken().Replace(Description().Replace(line, "\"sdp\":\"…\""), "access_token=…");
        lock (_lock)
        {
            _lines.Add(line.Length > Longest ? $"{line[..Longest]}…" : line);
        }
    }

    /// <summary>The last lines.</summary>
    public override string ToString()
    {
        lock (_lock)
        {
            return string.Join(Environment.NewLine, _lines.TakeLast(Most));
        }
    }

    private static string Now => DateTimeOffset.UtcNow.ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture);

    // An access token goes in the query.
    private static string Plain(string url) => url.Split('?')[0];

    [GeneratedRegex(@"access_token=[\w%.-]+")]
    private static partial Regex AccessToken();

    // Each is told by the connection that it belongs to.
    [GeneratedRegex(@"""sdp"":""[^""]*""")]
    private static partial Regex Description();

    private void WriteFrame(string way, IWebSocketFrame frame)
    {
        // MessagePack has its text in the clear between bytes that nobody reads.
        var text = frame.Text ?? new string([.. (frame.Binary ?? []).Select(value => value is >= 32 and < 127 ? (char)value : '·')]);

        // SignalR's pings.
        if (text.Length > 14)
        {
            Write($"{Now} {way} {text}");
        }
    }
}
