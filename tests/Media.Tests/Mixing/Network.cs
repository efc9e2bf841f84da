using RtcCluster.Media.Codecs;
using RtcCluster.Media.Mixing;
using RtcCluster.Media.Rtp;
using RtcCluster.Media.Tests.Signals;

namespace RtcCluster.Media.Tests.Mixing;

/// <summary>A speaker with a clock of its own, a network that does what a test says to its packets, and a listener with a virtual clock.</summary>
internal sealed class Network
{
    private const long Frame = MediaClock.FrameTicks;

    private readonly PriorityQueue<(RtpHeader Header, byte[] Payload), (long At, int Order)> _travelling = new();
    private readonly double _frequency;
    private readonly double _rate;
    private readonly long _origin;
    private int _order;
    private double _spokenUntil;

    /// <param name="frequency">The tone that is spoken, in Hz.</param>
    /// <param name="partsPerMillion">How much faster the speaker's clock is.</param>
    public Network(double frequency = 440, double partsPerMillion = 0)
    {
        _frequency = frequency;
        _rate = 1 + (partsPerMillion / 1e6);
        _origin = Now;
        _spokenUntil = Now;
    }

    public long Now { get; private set; } = 5_000_000_000;

    public PlayoutStream Stream { get; } = new(JitterBufferOptions.Default, G711FrameCodecs.Instance);

    public ushort Sequence { get; set; } = 65_500;

    public uint Timestamp { get; set; } = uint.MaxValue - 5_000;

    public uint Ssrc { get; set; } = 0x5EED;

    public int Packets { get; private set; }

    public bool IsSpeaking { get; set; } = true;

    public bool IsSpurt { get; set; }

    /// <summary>What happens to packet number n: how late it comes, or null when it is lost.</summary>
    public Func<int, TimeSpan?> Fate { get; set; } = static _ => TimeSpan.Zero;

    public Func<int, bool> IsDoubled { get; set; } = static _ => false;

    public List<short> Heard { get; } = [];

    public TimeSpan Delay => Stream.Delay(Now + (Frame / 2));

    /// <summary>Time passes; what was heard meanwhile.</summary>
    public short[] Run(TimeSpan time)
    {
        var from = Heard.Count;
        Span<short> frame = stackalloc short[320];
        for (var end = Now + time.Ticks; Now < end; Now += Frame)
        {
            while (_spokenUntil <= Now)
            {
                Speak((long)_spokenUntil);
                _spokenUntil += Frame / _rate;
            }

            // The listener's tick falls between two packets.
            while (_travelling.TryPeek(out var packet, out var due) && due.At <= Now + (Frame / 2))
            {
                _travelling.Dequeue();
                Stream.Receive(packet.Header, PayloadKind.Pcmu, packet.Payload, due.At);
            }

            Heard.AddRange(Stream.Fill(frame, Now + (Frame / 2)) ? frame[..160] : new short[160]);
        }

        return [.. Heard.Skip(from)];
    }

    private void Speak(long at)
    {
        var position = Packets * 160L;
        Timestamp += 160;
        Packets++;
        if (!IsSpeaking)
        {
            return;
        }

        Sequence++;
        var payload = new byte[160];
        G711.Encode(PayloadKind.Pcmu, Tone.Make(_frequency, 160, position: position), payload);
        var header = new RtpHeader { Sequence = Sequence, Timestamp = Timestamp, Ssrc = Ssrc, Marker = IsSpurt };
        IsSpurt = false;
        if (Fate(Packets) is { } late)
        {
            _travelling.Enqueue((header, payload), (at + late.Ticks, _order++));
            if (IsDoubled(Packets))
            {
                _travelling.Enqueue((header, payload), (at + late.Ticks, _order++));
            }
        }
    }
}
