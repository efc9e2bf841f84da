using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace RtcCluster.Load.Runner.Compare;

/// <summary>Asks rtpengine by its control protocol: a cookie and a bencoded dictionary in a datagram.</summary>
internal sealed class NgClient : IDisposable
{
    private const int CookieBytes = 6;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);

    public NgClient(IPEndPoint engine) => _socket.Connect(engine);

    /// <summary>Sends a command and gives the description in its answer.</summary>
    /// <exception cref="InvalidOperationException">It was refused.</exception>
    public async Task<string> AskAsync(IReadOnlyDictionary<string, object> command, CancellationToken ct)
    {
        var cookie = Convert.ToHexString(RandomNumberGenerator.GetBytes(CookieBytes));
        await _socket.SendAsync(Encoding.ASCII.GetBytes($"{cookie} {Encode(command)}"), ct);
        var buffer = new byte[65_535];
        var length = await _socket.ReceiveAsync(buffer, ct).AsTask().WaitAsync(Patience, ct);
        var answer = Encoding.ASCII.GetString(buffer, 0, length);
        return Text(answer, "result") == "ok" ? Text(answer, "sdp") ?? "" : throw new InvalidOperationException($"rtpengine: {answer}");
    }

    public void Dispose() => _socket.Dispose();

    /// <summary>Texts, numbers, lists and dictionaries in bencode.</summary>
    internal static string Encode(object value) => value switch
    {
        IReadOnlyDictionary<string, object> pairs => $"d{string.Concat(pairs.OrderBy(static pair => pair.Key, StringComparer.Ordinal).Select(static pair => Encode(pair.Key) + Encode(pair.Value)))}e",
        IEnumerable<string> list => $"l{string.Concat(list.Select(Encode))}e",
        int number => string.Create(CultureInfo.InvariantCulture, $"i{number}e"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{((string)value).Length}:{value}"),
    };

    /// <summary>The text of a key of a dictionary; null when it has none.</summary>
    internal static string? Text(string bencoded, string key)
    {
        var at = bencoded.IndexOf(string.Create(CultureInfo.InvariantCulture, $"{key.Length}:{key}"), StringComparison.Ordinal);
        if (at < 0)
        {
            return null;
        }

        var from = at + key.Length.ToString(CultureInfo.InvariantCulture).Length + 1 + key.Length;
        var colon = bencoded.IndexOf(':', from);
        return colon > from && int.TryParse(bencoded.AsSpan(from, colon - from), NumberStyles.None, CultureInfo.InvariantCulture, out var length) && colon + 1 + length <= bencoded.Length
            ? bencoded.Substring(colon + 1, length)
            : null;
    }
}
