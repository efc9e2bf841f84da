using System.Net;
using RtcCluster.Sip.Agent.Effects;
using RtcCluster.Sip.Messages;
using RtcCluster.Sip.Timers;
using RtcCluster.Sip.Transactions;

namespace RtcCluster.Sip.Agent;

/// <summary>What all parts of one agent share: options, names, timers, counters and the effects on their way out.</summary>
internal sealed class AgentContext
{
    private readonly ISipEntropy _entropy;
    private readonly Queue<SipEffect> _effects = [];
    private readonly List<SipMessage> _retired = [];
    private readonly List<ServerTransaction> _forgotten = [];
    private readonly string _instance;
    private long _lastId;

    public AgentContext(SipAgentOptions options, ISipEntropy entropy)
    {
        Options = options;
        _entropy = entropy;
        _instance = Random(6);
    }

    public SipAgentOptions Options { get; }

    public TimerQueue Timers { get; } = new();

    public SipAgentCounters Counters { get; } = new();

    public SipWriter Writer { get; } = new();

    public long NextId() => ++_lastId;

    public void Emit(SipEffect effect) => _effects.Enqueue(effect);

    public bool TryTake(out SipEffect effect) => _effects.TryDequeue(out effect!);

    /// <summary>A message that nobody needs any more goes back at the next input, as the host may still look at an effect that names it.</summary>
    public void Retire(SipMessage message) => _retired.Add(message);

    /// <summary>The same for the request of a transaction.</summary>
    public void Retire(ServerTransaction transaction) => _forgotten.Add(transaction);

    /// <summary>The host has drained all effects: what was retired goes back to the pool.</summary>
    public void BeginInput()
    {
        foreach (var message in _retired)
        {
            message.Dispose();
        }

        _retired.Clear();
        foreach (var transaction in _forgotten)
        {
            transaction.GiveBack();
        }

        _forgotten.Clear();
    }

    /// <summary>Random lower-case hex text of that many bytes.</summary>
    public string Random(int bytes)
    {
        Span<byte> random = stackalloc byte[bytes];
        _entropy.Fill(random);
        return Convert.ToHexStringLower(random);
    }

    /// <summary>A random duration below a bound.</summary>
    public TimeSpan RandomBelow(TimeSpan bound)
    {
        Span<byte> random = stackalloc byte[4];
        _entropy.Fill(random);
        return bound * (BitConverter.ToUInt32(random) / (double)uint.MaxValue);
    }

    /// <summary>Whether a leg's token can stand in a tag and in a Contact's user part.</summary>
    public static bool IsToken(string token) => token.Length is > 0 and <= 128 && token.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_');

    /// <summary>A tag: the leg's token, a dot, 64 random bits (RFC 3261 §19.3 wants 32).</summary>
    public string NewTag(string token) => $"{token}.{Random(8)}";

    /// <summary>A Call-ID that the host's rule says is this agent's own.</summary>
    public string NewCallId()
    {
        // One of as many as there are agents fits; the bound only keeps a rule that fits nothing from hanging the shard.
        for (var tries = 0; tries < 10_000; tries++)
        {
            var id = Random(16);
            if (Options.OwnsCallId?.Invoke(id) ?? true)
            {
                return id;
            }
        }

        return Random(16);
    }

    /// <summary>
    /// A branch that names this agent and the Request-URI, so that a request that comes back unchanged is known as a loop and one that comes back for
    /// somebody else is not. RFC 3261 §16.3 step 4, §16.6 step 8.
    /// </summary>
    public string NewBranch(string uri) => $"{LoopMark(uri)}{Random(8)}";

    /// <summary>What our branches for a URI begin with.</summary>
    public string LoopMark(string uri)
    {
        var hash = 2166136261u;
        foreach (var letter in uri)
        {
            hash = (hash ^ letter) * 16777619;
        }

        return $"z9hG4bK{_instance}{hash:x8}";
    }

    /// <summary>What a Via says of us: host and port of the flow's listener, or the public address.</summary>
    public string SentBy(in SipFlow flow) => $"{HostText(flow)}:{flow.Local.Port}";

    /// <summary>Our Contact on a flow.</summary>
    public string Contact(in SipFlow flow, string user)
    {
        // RFC 7118 §5.4 knows "ws" alone; whether it is secure is said by the Via and by the scheme.
        var transport = flow.Transport == SipTransport.Udp ? "" : $";transport={(flow.IsWebSocket ? "ws" : Token(flow.Transport).ToLowerInvariant())}";
        return $"<sip:{user}@{HostText(flow)}:{flow.Local.Port}{transport}>";
    }

    /// <summary>The transport's name in a Via.</summary>
    public static string Token(SipTransport transport) => transport switch
    {
        SipTransport.Tcp => "TCP",
        SipTransport.Tls => "TLS",
        SipTransport.Ws => "WS",
        SipTransport.Wss => "WSS",
        _ => "UDP",
    };

    /// <summary>The listener that requests without a flow leave by; null when there is none of that transport.</summary>
    public IPEndPoint? ListenerFor(SipTransport transport, IPAddress? peer)
    {
        foreach (var listener in Options.Listeners)
        {
            if (listener.Transport == transport && (peer is null || IsV6(listener.Local.Address) == IsV6(peer)))
            {
                return listener.Local;
            }
        }

        return null;
    }

    private static bool IsV6(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        return address.TryWriteBytes(bytes, out var length) && length == bytes.Length;
    }

    private string HostText(in SipFlow flow)
    {
        if (Options.PublicAddress is { } name)
        {
            return name;
        }

        return IsV6(flow.Local.Address) ? $"[{flow.Local.Address}]" : flow.Local.Address.ToString();
    }
}
