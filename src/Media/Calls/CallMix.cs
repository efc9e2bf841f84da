using RtcCluster.Media.Codecs;
using RtcCluster.Media.Mixing;
using RtcCluster.Media.Recording;
using RtcCluster.Media.Rtp;
using RtcCluster.Media.Tones;

namespace RtcCluster.Media.Calls;

/// <summary>The legs of a call that hear each other through a mix: a conference, or a call with a supervisor. There is none until a leg joins.</summary>
/// <remarks>Legs join by <see cref="CallMedia.Join"/>. What is said here counts from the next frame on and asks for nothing to be drained.</remarks>
public sealed class CallMix
{
    private readonly LegTable _legs;
    private readonly MediaEffects _effects;
    private readonly MixerOptions _options;
    private Mixer? _mixer;
    private CallRecorder? _recorder;
    private ushort _recordedFrames;

    internal CallMix(LegTable legs, MediaEffects effects, MixerOptions options) => (_legs, _effects, _options) = (legs, effects, options);

    /// <summary>How many legs are in it.</summary>
    public int Members => _mixer?.Members ?? 0;

    /// <summary>The leg that speaks; <see cref="LegSlot.None"/> while none does.</summary>
    public LegSlot Speaker => _mixer is { Speaker: >= 0 and var member } ? new LegSlot(member) : LegSlot.None;

    /// <summary>When the next frame is due.</summary>
    internal long Deadline => _mixer?.Deadline ?? MediaClock.Never;

    /// <summary>Whether the leg is in it.</summary>
    public bool Has(LegSlot leg) => _mixer?.Has(leg.Index) ?? false;

    /// <summary>Whom a leg hears: bit n for the leg in slot n.</summary>
    public void SetHears(LegSlot listener, uint speakers) => _mixer?.SetHears(listener.Index, speakers);

    /// <summary>Whom all legs that are in it hear.</summary>
    public void SetHears(HearingMatrix matrix) => _mixer?.SetHears(matrix);

    /// <summary>Nobody hears a muted leg.</summary>
    public void SetMuted(LegSlot leg, bool isMuted) => _mixer?.SetMuted(leg.Index, isMuted);

    /// <summary>How loud a leg is for the others: 1 as it is, from 0 to 4.</summary>
    public void SetGain(LegSlot leg, double gain) => _mixer?.SetGain(leg.Index, gain);

    /// <summary>All that are in it now, except one or none, hear a source beside each other.</summary>
    public void Announce(AudioSource source, LegSlot except)
    {
        if (_mixer is { } mixer)
        {
            mixer.Play(source, except == LegSlot.None ? mixer.Present : mixer.Present & ~(1u << except.Index));
        }
    }

    internal void Join(MediaLeg leg, long now)
    {
        _mixer ??= new Mixer(_options, now);
        if (_mixer.Add(leg.Slot.Index, PayloadKind.Unknown))
        {
            leg.Mix = this;
            leg.Input = LegInput.Mix;
        }
    }

    internal void Leave(MediaLeg leg)
    {
        leg.Mix = null;
        _mixer?.Remove(leg.Slot.Index);
        if (_mixer is { Members: 0 })
        {
            _mixer.Close();
            _mixer = null;
        }
    }

    internal void Receive(MediaLeg leg, in RtpHeader header, PayloadKind kind, ReadOnlySpan<byte> payload, long now) =>
        _mixer!.Receive(leg.Slot.Index, header, kind, payload, now);

    /// <summary>The sum of all who speak goes to the left side of a recording from now on, or no longer.</summary>
    internal void Record(CallRecorder? recorder) => (_recorder, _recordedFrames) = (recorder, 0);

    internal void Tick(long now)
    {
        if (now < Deadline)
        {
            return;
        }

        foreach (var leg in _legs)
        {
            if (leg.Mix == this)
            {
                // Keys that are being sent take the place of the voices.
                _mixer!.Listen(leg.Slot.Index, leg.CanSend && !leg.DigitsOut.IsActive ? leg.GeneratedCodec : PayloadKind.Unknown);
            }
        }

        while (_mixer!.Tick(now))
        {
            foreach (var leg in _legs)
            {
                if (leg.Mix == this && _mixer.Frame(leg.Slot.Index) is { IsEmpty: false } payload)
                {
                    Send(leg, payload.Span, now);
                }
            }

            Record(now);
        }
    }

    private void Send(MediaLeg leg, ReadOnlySpan<byte> payload, long now)
    {
        var length = RtpHeader.FixedLength + payload.Length;
        var room = LegSender.Reserve(_effects, length);
        var packet = room.Span[..length];
        payload.CopyTo(packet[RtpHeader.FixedLength..]);
        leg.Outbound.WriteFrame(packet, (byte)leg.Agreed!.PayloadType(leg.GeneratedCodec), leg.GeneratedCodec, now);
        LegSender.SendRtp(leg, room, length, _effects);
    }

    private void Record(long now)
    {
        if (_recorder is { } recorder)
        {
            Span<short> frame = stackalloc short[MediaClock.FrameSamples];
            Span<byte> payload = stackalloc byte[MediaClock.FrameSamples];
            _mixer!.MixAll(frame);
            G711.Encode(PayloadKind.Pcmu, frame, payload);
            var header = new RtpHeader { Sequence = _recordedFrames, Timestamp = (uint)(_recordedFrames * MediaClock.FrameSamples), Ssrc = 1 };
            _recordedFrames++;
            recorder.Write(RecordingSide.Left, header, PayloadKind.Pcmu, payload, now);
        }
    }
}
