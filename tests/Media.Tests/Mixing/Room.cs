using RtcCluster.Media.Codecs;
using RtcCluster.Media.Mixing;
using RtcCluster.Media.Rtp;
using RtcCluster.Media.Tests.Signals;

namespace RtcCluster.Media.Tests.Mixing;

/// <summary>A mix with members who each speak a tone of their own, and what each of them heard.</summary>
internal sealed class Room
{
    private readonly List<Member> _members = [];

    public Room(int members, IFrameCodecs? codecs = null, PayloadKind codec = PayloadKind.Pcmu)
    {
        Mixer = new Mixer(codecs is null ? MixerOptions.Default : MixerOptions.Default with { Codecs = codecs }, Now);
        for (var i = 0; i < members; i++)
        {
            Join(i, codec);
        }
    }

    public long Now { get; private set; } = 7_000_000_000;

    public Mixer Mixer { get; }

    public static double FrequencyOf(int member) => 300 + (100 * member);

    public void Join(int member, PayloadKind codec = PayloadKind.Pcmu)
    {
        Assert.True(Mixer.Add(member, codec));
        _members.RemoveAll(m => m.Number == member);
        _members.Add(new Member(member) { Codec = codec });
    }

    public void Leave(int member) => Mixer.Remove(member);

    public Member this[int member] => _members.Single(m => m.Number == member);

    /// <summary>Time passes; what was heard before is forgotten.</summary>
    public void Run(TimeSpan time)
    {
        _members.ForEach(static m => m.Heard.Clear());
        for (var end = Now + time.Ticks; Now < end; Now += MediaClock.FrameTicks)
        {
            Speak();
            Tick();
        }
    }

    /// <summary>The process stands still while all speak on: their packets come in together when it goes on; what was heard before is forgotten.</summary>
    public void StandStill(TimeSpan time)
    {
        _members.ForEach(static m => m.Heard.Clear());
        Now += time.Ticks;
        for (var frame = 0L; frame < time.Ticks; frame += MediaClock.FrameTicks)
        {
            Speak();
        }

        Now -= MediaClock.FrameTicks;
        Tick();
        Now += MediaClock.FrameTicks;
    }

    /// <summary>Whom a member hears: each by its tone.</summary>
    public string HeardBy(int listener)
    {
        var heard = this[listener].Heard.ToArray();
        return string.Join(' ', _members.Where(m => Share(heard, FrequencyOf(m.Number)) > 500).Select(static m => m.Number).Order());
    }

    /// <summary>The amplitude of one frequency.</summary>
    public static double Share(ReadOnlySpan<short> heard, double frequency) => Math.Sqrt(2 * Tone.Purity(heard, frequency)) * Tone.Rms(heard);

    private void Speak()
    {
        foreach (var member in _members)
        {
            member.Speak(Mixer, Now);
        }
    }

    // It falls between two packets.
    private void Tick()
    {
        while (Mixer.Tick(Now + (MediaClock.FrameTicks / 2)))
        {
            foreach (var member in _members)
            {
                member.Hear(Mixer.Frame(member.Number).Span);
            }
        }
    }

    internal sealed class Member(int number)
    {
        private int _position;
        private ushort _sequence = (ushort)(number * 1_000);

        public int Number => number;

        public PayloadKind Codec { get; set; }

        public double Amplitude { get; set; } = 3_000;

        public List<short> Heard { get; } = [];

        public void Speak(Mixer mixer, long now)
        {
            var position = _position;
            _position += 160;
            _sequence++;
            if (Amplitude > 0)
            {
                var payload = new byte[160];
                G711.Encode(Codec == PayloadKind.Pcma ? PayloadKind.Pcma : PayloadKind.Pcmu, Tone.Make(FrequencyOf(number), 160, Amplitude, position), payload);
                var header = new RtpHeader { Sequence = _sequence, Timestamp = (uint)position, Ssrc = (uint)number };
                mixer.Receive(number, header, Codec == PayloadKind.Pcma ? PayloadKind.Pcma : PayloadKind.Pcmu, payload, now);
            }
        }

        public void Hear(ReadOnlySpan<byte> payload)
        {
            if (payload.Length == 160)
            {
                var samples = new short[160];
                G711.Decode(Codec, payload, samples);
                Heard.AddRange(samples);
            }
        }
    }
}
