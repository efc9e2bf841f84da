using RtcCluster.Media.Addresses;
using RtcCluster.Media.Ice;
using RtcCluster.Media.Stun;

namespace RtcCluster.Fuzz.Targets;

/// <summary>A STUN message: read alone, then taken by both kinds of ICE agent as it stands and as its rightful sender would have sealed it.</summary>
/// <remarks>No mutation finds a hash or a checksum: without the seal nothing would get past them. The credentials are those of RFC 5769 §2.</remarks>
public sealed class StunTarget : FuzzTarget
{
    /// <summary>What one input may allocate. The parser allocates nothing and an agent next to nothing; what is left is for hashes and queues.</summary>
    private const long MaxAllocated = 16 * 1024;

    private const int RunsOfAnAgent = 64;

    private static readonly IceFlow Peer = new(MediaEndpoint.FromBytes([127, 0, 0, 1], 30_000));
    private static readonly IceCredentials Ours = Credentials("evtj", "VOkJxbRl1RmTxUk/WvJxBt");
    private static readonly IceCredentials Theirs = Credentials("h6vY", "VOkJxbRl1RmTxUk/WvJxBt");
    private readonly byte[] _answer = new byte[StunBinding.MaxAnswer];
    private readonly byte[] _check = new byte[StunReader.MaxLength];
    private IceLite? _lite;
    private IceControlling? _controlling;
    private int _checkLength;
    private long _now;
    private int _runs;

    public override string Kind => "stun";

    public override int MaxLength => 1_600;

    public override IReadOnlyList<byte[]> Words { get; } =
    [
        [0, 1, 0, 0, 0x21, 0x12, 0xA4, 0x42], [1, 1], [1, 0x11], [0, 0x11], [0, 6, 0, 9, .. "evtj:h6vY"u8, 0, 0, 0], [0, 6, 0, 5, .. "evtj:"u8, 0, 0, 0], [0, 0x25, 0, 0], [0, 0x24, 0, 4, 0x6E, 0, 1, 0xFF], [0x80, 0x2A, 0, 8, 0, 0, 0, 0, 0, 0, 0, 1],
        [0x80, 0x29, 0, 8, 0, 0, 0, 0, 0, 0, 0, 1], [0, 8, 0, 20], [0, 0x1C, 0, 32], [0, 0x1C, 0, 16], [0x80, 0x28, 0, 4], [0, 0x20, 0, 8, 0, 1], [0, 0x20, 0, 20, 0, 2], [0, 9, 0, 4, 0, 0, 4, 87], [0, 0x0A, 0, 2, 0, 0x24], [0x7F, 0xFF, 0, 0], [0xFF, 0xFF],
    ];

    public override Verdict Run(ReadOnlySpan<byte> input)
    {
        if (_lite is null || ++_runs % RunsOfAnAgent == 0)
        {
            Begin();
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        var status = StunReader.TryRead(input, out var message);
        if (status == StunStatus.Ok)
        {
            Read(message);
        }

        Take(input, isSealed: false);
        if (StunSeal.TryMake(input, Ours.Key, TransactionOfCheck, out var sealedMessage))
        {
            before += sealedMessage.Allocated;
            Demand(StunReader.TryRead(sealedMessage.Bytes, out var read) is not (StunStatus.BadFingerprint or StunStatus.BadLength), "a sealed message is refused for its seal");
            Demand(read.Integrity != StunIntegrity.Sha1 || read.Verify(Ours.Key), "a sealed message does not verify");
            Take(sealedMessage.Bytes, isSealed: true);
        }

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Demand(allocated <= MaxAllocated, $"{allocated} bytes were allocated for {input.Length}");
        _now += 20 * TimeSpan.TicksPerMillisecond;
        _lite!.Tick(_now);
        _controlling!.Tick(_now);
        Drain();
        return Verdict.Of(status, StunStatus.Ok);
    }

    private ReadOnlySpan<byte> TransactionOfCheck => _check.AsSpan(8, StunReader.TransactionIdLength);

    private static void Read(scoped in StunReader message)
    {
        long touched = message.Username.Length + message.LocalUfrag.Length + message.Software.Length + message.ErrorCode + message.ErrorReason.Length + message.XorMappedAddress.Port + message.Priority;
        for (var i = 0; i < message.UnknownCount; i++)
        {
            touched += message.Unknown(i);
        }

        for (var i = 0; i < message.RefusedCount; i++)
        {
            touched += message.Refused(i);
        }

        Demand(message.LocalUfrag.Length <= message.Username.Length && message.Username.Length <= StunReader.MaxUsername, "a user name beyond its bound");
        GC.KeepAlive(touched + (message.IceControlled is null ? 0 : 1) + (message.IceControlling is null ? 0 : 1) + (message.UseCandidate ? 1 : 0));
    }

    private void Take(ReadOnlySpan<byte> packet, bool isSealed)
    {
        var verdict = _lite!.Receive(packet, Peer, _answer, _now);
        Demand(verdict.Length <= _answer.Length && (verdict.Length == 0 || StunReader.TryRead(_answer.AsSpan(0, verdict.Length), out _) == StunStatus.Ok), "an answer that cannot be read");
        if (verdict.ProvesSource)
        {
            Demand(StunReader.TryRead(packet, out var accepted) == StunStatus.Ok && accepted.Verify(Ours.Key), "a check without the password was believed");
        }

        var wasConnected = _controlling!.IsConnected;
        _controlling.Receive(packet, Peer, _now);
        Demand(isSealed || wasConnected || !_controlling.IsConnected, "an answer without the password was believed");
        Drain();
    }

    private void Drain()
    {
        while (_lite!.TryTake(out _))
        {
        }

        while (_controlling!.TryTake(out var effect))
        {
            if (effect.Kind == IceEffectKind.Send)
            {
                Demand(StunReader.TryRead(effect.Packet.Span, out var sent) == StunStatus.Ok, "a message of ours that cannot be read");
                if (sent.Class == StunClass.Request)
                {
                    effect.Packet.Span.CopyTo(_check);
                    _checkLength = effect.Packet.Length;
                }
            }
        }

        Demand(_checkLength > 0, "no check was sent");
    }

    private void Begin()
    {
        _lite = new IceLite(IceLiteOptions.Default, Ours, _now);
        _controlling = new IceControlling(new IceControllingOptions { Local = Ours, Remote = Theirs, Destination = Peer, TieBreaker = 7 }, 1, _now);
        Drain();
    }

    private static IceCredentials Credentials(string ufrag, string password) =>
        IceCredentials.TryMake(ufrag, password, out var credentials) ? credentials! : throw new InvalidOperationException($"No credentials: {ufrag}");
}
