using System.Numerics;
using RtcCluster.Media.Codecs;
using RtcCluster.Media.Rtp;
using RtcCluster.Media.Tones;

namespace RtcCluster.Media.Mixing;

/// <summary>
/// Mixes up to 32 members in frames of 20 ms: each hears those whom its row of the matrix names, and never itself. A machine without clock, lock or thread;
/// a tick allocates nothing.
/// </summary>
/// <remarks>
/// <para>A change of the matrix, of a gain or of muting takes one frame, from what was to what will be, so that nobody hears a click.</para>
/// <para>Members who hear the same share one sum and one payload. Voices are kept at the rates that somebody listens at: while all are telephones everything is done at 8 kHz,
/// and the first wideband listener costs one filter for each voice.</para>
/// <para><b>Contract.</b> <c>while (mixer.Tick(now)) { send Frame(n) to each member n }</c> at <see cref="Deadline"/>; frames are good until the next tick.</para>
/// </remarks>
public sealed class Mixer
{
    /// <summary>Most members.</summary>
    public const int MaxMembers = 32;

    /// <summary>Most bytes of a frame's payload: an Opus packet has no more (RFC 6716 §3.2.1).</summary>
    public const int MaxPayload = 1275;

    /// <summary>Samples of a frame at 8 kHz.</summary>
    internal const int NarrowFrame = 160;

    /// <summary>Samples of a frame at 16 kHz.</summary>
    internal const int WideFrame = 320;

    /// <summary>Frames of 20 ms.</summary>
    internal const int FramesPerSecond = 50;

    // A second: a process that stands still for the collector or for a dying neighbour's work (0.14 to 0.82 s were measured) loses nobody's words, as what is relayed loses none.
    private const int MaxCatchUp = 50;
    private const ulong Announced = 1UL << MaxMembers;

    private readonly MixerOptions _options;
    private readonly MixerPort?[] _ports = new MixerPort?[MaxMembers];
    private readonly List<SharedMix> _mixes = [];
    private readonly Announcements _announcements = new();
    private readonly SpeakerDetector _speakers = new();
    private readonly int[] _narrowTotal = new int[NarrowFrame];
    private readonly int[] _wideTotal = new int[WideFrame];
    private readonly int[] _sum = new int[WideFrame];
    private readonly short[] _before = new short[WideFrame];
    private readonly short[] _faded = new short[WideFrame];
    private int _mixCount;
    private ulong _active;

    /// <summary>Makes a mix without members.</summary>
    public Mixer(MixerOptions options, long now)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        Deadline = now;
    }

    /// <summary>When the next frame is due.</summary>
    public long Deadline { get; private set; }

    /// <summary>How many members there are.</summary>
    public int Members => BitOperations.PopCount(Present);

    /// <summary>Which members there are: bit n for member n.</summary>
    public uint Present { get; private set; }

    /// <summary>The member who speaks; -1 while nobody does.</summary>
    public int Speaker => _speakers.Speaker;

    /// <summary>Sums that the last tick made, and payloads that were shared count once: for tests and figures.</summary>
    internal int Mixes => _mixCount;

    /// <summary>Adds a member, who hears all and is heard by all whose rows name it; false when there is one of that number.</summary>
    /// <param name="member">From 0 to <see cref="MaxMembers"/> - 1.</param>
    /// <param name="codec">What it is sent; <see cref="PayloadKind.Unknown"/> for nothing yet.</param>
    public bool Add(int member, PayloadKind codec)
    {
        if ((uint)member >= MaxMembers || _ports[member] is { IsLeaving: false })
        {
            return false;
        }

        _ports[member]?.Close();
        var port = new MixerPort(_options) { Hears = uint.MaxValue, Heard = uint.MaxValue };
        port.Listen(codec);
        _ports[member] = port;
        Present |= 1u << member;
        return true;
    }

    /// <summary>Takes a member out; its voice fades in the next frame.</summary>
    public void Remove(int member)
    {
        if (Find(member) is { } port)
        {
            port.IsLeaving = true;
            port.Listen(PayloadKind.Unknown);
            Present &= ~(1u << member);

            // Who named it did not name whoever takes its number next; who hears all does.
            foreach (var other in _ports)
            {
                if (other is not null && other.Hears != uint.MaxValue)
                {
                    other.Hears &= ~(1UL << member);
                }
            }
        }
    }

    /// <summary>Whether there is such a member.</summary>
    public bool Has(int member) => Find(member) is not null;

    /// <summary>What the member is sent from now on; <see cref="PayloadKind.Unknown"/> for nothing.</summary>
    public void Listen(int member, PayloadKind codec) => Find(member)?.Listen(codec);

    /// <summary>Takes a packet of a member.</summary>
    /// <param name="member">Who speaks.</param>
    /// <param name="header">The packet's header.</param>
    /// <param name="kind">What its payload type stands for.</param>
    /// <param name="payload">The payload, copied.</param>
    /// <param name="now">Ticks.</param>
    public void Receive(int member, in RtpHeader header, PayloadKind kind, ReadOnlySpan<byte> payload, long now) =>
        Find(member)?.Receive(header, kind, payload, now);

    /// <summary>Whom a listener hears from now on: bit n for member n.</summary>
    public void SetHears(int listener, uint speakers)
    {
        if (Find(listener) is { } port)
        {
            port.Hears = speakers;
        }
    }

    /// <summary>Whom all who are there hear from now on.</summary>
    public void SetHears(HearingMatrix matrix)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        for (var i = 0; i < MaxMembers; i++)
        {
            SetHears(i, matrix.Row(i));
        }
    }

    /// <summary>Nobody hears a muted member, who hears as before.</summary>
    public void SetMuted(int member, bool isMuted)
    {
        if (Find(member) is { } port)
        {
            port.IsMuted = isMuted;
        }
    }

    /// <summary>How loud a member is for the others: 1 as it is, from 0 to 4.</summary>
    public void SetGain(int member, double gain)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(gain);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(gain, 4);
        if (Find(member) is { } port)
        {
            port.Gain = (int)Math.Round(gain * FrameMath.Unity);
        }
    }

    /// <summary>Members hear a source beside each other, after what they are to hear already; left out when too many wait.</summary>
    public void Play(AudioSource source, uint listeners) => _announcements.Add(source, listeners);

    /// <summary>How far behind the network a member is heard.</summary>
    public TimeSpan Delay(int member, long now) => Find(member)?.Voice.Delay(now) ?? TimeSpan.Zero;

    /// <summary>What a member is sent in this frame; empty for one who is sent nothing.</summary>
    public ReadOnlyMemory<byte> Frame(int member) => _ports[member]?.Payload ?? default;

    /// <summary>Makes the next frame when it is due; false when it is not.</summary>
    public bool Tick(long now)
    {
        if (now < Deadline)
        {
            return false;
        }

        if ((now - Deadline) / MediaClock.FrameTicks - MaxCatchUp is > 0 and var old)
        {
            // A host that was stopped for longer: nobody wants to hear what is older.
            Deadline += old * MediaClock.FrameTicks;
        }

        Mix(Deadline);
        Deadline += MediaClock.FrameTicks;
        return true;
    }

    /// <summary>Gives back what the members' codecs hold; the mixer is not used any more.</summary>
    public void Close()
    {
        foreach (var port in _ports)
        {
            port?.Close();
        }
    }

    /// <summary>The sum of all who speak, for a recording.</summary>
    /// <param name="frame">A frame of 8 kHz.</param>
    internal void MixAll(Span<short> frame) => Sum(_active & uint.MaxValue, NarrowFrame * FramesPerSecond, frame);

    private MixerPort? Find(int member) => (uint)member < MaxMembers && _ports[member] is { IsLeaving: false } port ? port : null;

    private void Mix(long at)
    {
        var wantsWide = false;
        foreach (var port in _ports)
        {
            wantsWide |= port?.Encoder?.SampleRate == WideFrame * FramesPerSecond;
        }

        Pull(wantsWide, at);
        _mixCount = 0;
        for (var i = 0; i < MaxMembers; i++)
        {
            if (_ports[i] is { Encoder: not null } listener)
            {
                Serve(listener, 1UL << i);
            }
        }

        _speakers.Hear(_ports);
        Leave();
    }

    private void Pull(bool wantsWide, long at)
    {
        _active = 0;
        Array.Clear(_narrowTotal);
        Array.Clear(_wideTotal);
        for (var i = 0; i < MaxMembers; i++)
        {
            if (_ports[i] is not { } port)
            {
                continue;
            }

            port.Pull(wantsWide, at);
            if (port.IsActive)
            {
                _active |= 1UL << i;
                FrameMath.Add(_narrowTotal, port.Frame(NarrowFrame * FramesPerSecond));
                if (wantsWide)
                {
                    FrameMath.Add(_wideTotal, port.Frame(WideFrame * FramesPerSecond));
                }
            }
        }

        _announcements.Pull(wantsWide);
    }

    private void Serve(MixerPort listener, ulong self)
    {
        var announced = (_announcements.Listeners & self) != 0 ? Announced : 0;
        var wanted = (listener.Hears & _active & ~self) | announced;
        var before = (listener.Heard & _active & ~self) | announced;
        listener.Heard = listener.Hears;
        var rate = listener.Encoder!.SampleRate;
        var mix = MixOf(wanted, rate);
        if (before != wanted)
        {
            var frame = _faded.AsSpan(0, mix.Frame.Length);
            Sum(before, rate, _before.AsSpan(0, frame.Length));
            FrameMath.Crossfade(_before.AsSpan(0, frame.Length), mix.Frame, frame);
            listener.Encode(frame);
        }
        else if (listener.Encoder.IsStateless)
        {
            listener.Payload = mix.Encoded(listener.Codec, listener.Encoder);
        }
        else
        {
            listener.Encode(mix.Frame);
        }
    }

    private SharedMix MixOf(ulong speakers, int rate)
    {
        for (var i = 0; i < _mixCount; i++)
        {
            if (_mixes[i].Speakers == speakers && _mixes[i].Rate == rate)
            {
                return _mixes[i];
            }
        }

        if (_mixCount == _mixes.Count)
        {
            _mixes.Add(new SharedMix());
        }

        var mix = _mixes[_mixCount++];
        Sum(speakers, rate, mix.Begin(speakers, rate));
        return mix;
    }

    /// <summary>All but a few are the total without these few; a few are added up.</summary>
    private void Sum(ulong speakers, int rate, Span<short> frame)
    {
        var sum = _sum.AsSpan(0, frame.Length);
        var members = speakers & uint.MaxValue;
        var others = _active & ~members;
        if (BitOperations.PopCount(others) < BitOperations.PopCount(members))
        {
            (rate == NarrowFrame * FramesPerSecond ? _narrowTotal : _wideTotal).CopyTo(sum);
            for (; others != 0; others &= others - 1)
            {
                FrameMath.Subtract(sum, _ports[BitOperations.TrailingZeroCount(others)]!.Frame(rate));
            }
        }
        else
        {
            sum.Clear();
            for (; members != 0; members &= members - 1)
            {
                FrameMath.Add(sum, _ports[BitOperations.TrailingZeroCount(members)]!.Frame(rate));
            }
        }

        if ((speakers & Announced) != 0)
        {
            FrameMath.Add(sum, _announcements.Frame(rate));
        }

        FrameMath.Saturate(sum, frame);
    }

    private void Leave()
    {
        for (var i = 0; i < MaxMembers; i++)
        {
            if (_ports[i] is { IsLeaving: true })
            {
                _ports[i]!.Close();
                _ports[i] = null;
            }
        }
    }
}
