using RtcCluster.Media.Codecs;
using RtcCluster.Media.Mixing;
using RtcCluster.Media.Rtp;

namespace RtcCluster.Load.Micro.Media;

/// <summary>A mix of telephones that speak µ-law noise, at a virtual clock.</summary>
internal sealed class MixedPhones
{
    private const int Samples = 160;
    private readonly byte[][] _voices;
    private ushort _sequence;
    private uint _timestamp;
    private long _now;

    public MixedPhones(int members, int speaking)
    {
        Mixer = new Mixer(MixerOptions.Default, 0);
        _voices = new byte[speaking][];
        var random = new Random(11);
        for (var i = 0; i < members; i++)
        {
            Mixer.Add(i, PayloadKind.Pcmu);
        }

        for (var i = 0; i < speaking; i++)
        {
            _voices[i] = new byte[Samples];
            random.NextBytes(_voices[i]);
        }

        // Until the buffers play and have grown to what they hold.
        for (var i = 0; i < 500; i++)
        {
            Tick();
        }
    }

    public Mixer Mixer { get; }

    /// <summary>One frame of all; returns 1 when it was made.</summary>
    public int Tick()
    {
        _now += MediaClock.FrameTicks;
        _sequence++;
        _timestamp += Samples;
        for (var i = 0; i < _voices.Length; i++)
        {
            Mixer.Receive(i, new RtpHeader { Sequence = _sequence, Timestamp = _timestamp, Ssrc = (uint)i }, PayloadKind.Pcmu, _voices[i], _now);
        }

        return Mixer.Tick(_now) && Mixer.Frame(0).Length == Samples ? 1 : 0;
    }
}
