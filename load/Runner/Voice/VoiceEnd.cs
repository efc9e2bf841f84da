using RtcCluster.Media.Rtp;

namespace RtcCluster.Load.Runner.Voice;

/// <summary>Somebody who speaks and hears in a call, a packet each 20 ms. Lives on the voice thread.</summary>
/// <remarks>Made anywhere; every method runs on the voice thread.</remarks>
internal abstract class VoiceEnd : IDisposable
{
    private readonly VoiceCodec _codec;
    private readonly byte[] _packet;
    private readonly uint _ssrc = BitConverter.ToUInt32(System.Security.Cryptography.RandomNumberGenerator.GetBytes(sizeof(uint)));
    private TaskCompletionSource _heard = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private VoiceEnd? _partner;
    private MixedEar? _ear;
    private MixedMouth? _mouth;
    private ArrivalOrder _order;
    private bool _counts;
    private PauseWatch? _pauses;
    private uint _number;
    private uint _timestamp;

    /// <param name="thread">Whose it is.</param>
    /// <param name="id">Tells the ends of a run apart.</param>
    /// <param name="codec">What it speaks.</param>
    /// <param name="totals">What is spoken to it and what it hears is counted there too.</param>
    /// <param name="overhead">Bytes that protection adds to a packet at most.</param>
    protected VoiceEnd(VoiceThread thread, int id, VoiceCodec codec, VoiceTotals totals, int overhead)
    {
        (Thread, Id, _codec, Totals) = (thread, id, codec, totals);
        _packet = new byte[RtpHeader.FixedLength + codec.FrameBytes() + overhead];
    }

    /// <summary>Its number in the run.</summary>
    public int Id { get; }

    /// <summary>What is spoken to it and what it hears.</summary>
    public VoiceTotals Totals { get; }

    /// <summary>It has heard whom it is to hear.</summary>
    public Task Heard => _heard.Task;

    /// <summary>The socket's place at the thread.</summary>
    public int Key { get; protected set; }

    /// <summary>Where in the 20 ms it speaks; -1 while it is silent.</summary>
    public int Slot { get; private set; } = -1;

    /// <summary>Whose it is.</summary>
    protected VoiceThread Thread { get; }

    /// <summary>It is to hear the other end anew: what it heard before counts no more for <see cref="Heard"/>.</summary>
    public void HearAnew()
    {
        _heard = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _ear?.HearAnew();
    }

    /// <summary>Says who hears what it speaks; what it hears is expected from there.</summary>
    public void SpeakTo(VoiceEnd partner) => _partner = partner;

    /// <summary>It speaks in a conference, where voices are mixed: in a tone of its own, and listens for the tones of these others.</summary>
    public void SpeakIn(int tone, params IReadOnlyList<int> others) => (_mouth, _ear) = (new MixedMouth(tone), new MixedEar(others, Totals, Thread.Totals));

    /// <summary>From now on the longest time without sound is known.</summary>
    /// <param name="ofVoice">True to wait for whom it is to hear; false for sound of any kind, music among it.</param>
    public void WatchPauses(bool ofVoice) => _pauses = new PauseWatch(ofVoice);

    /// <summary>The same, together with the ends before and after it of the same person.</summary>
    public void WatchPauses(PauseWatch? watch) => _pauses = watch;

    /// <summary>The longest time without sound since <see cref="WatchPauses(bool)"/>.</summary>
    public TimeSpan LongestPause => _pauses?.Longest ?? TimeSpan.Zero;

    /// <summary>From here on what it speaks counts: both ends are there.</summary>
    public void Count()
    {
        _counts = true;
        _ear?.Count();
    }

    /// <summary>What it speaks, and in a conference what it hears, counts no more.</summary>
    public void CountNoMore()
    {
        _counts = false;
        _ear?.CountNoMore(VoiceThread.Utc);
    }

    /// <summary>Whether something that counts, and was spoken to it or is due from a mix, has not come yet.</summary>
    public bool IsOwed => Totals.Spoken > Totals.Heard || _ear is { IsOwed: true };

    /// <summary>What comes from now on is too late to count even for what was due before.</summary>
    public void Settle()
    {
        CountNoMore();
        _ear?.Settle();
    }

    /// <summary>It speaks no more, and goes on to listen.</summary>
    public void FallSilent()
    {
        if (Slot >= 0)
        {
            Thread.Silence(this, Slot);
            Slot = -1;
        }
    }

    /// <summary>Does what is due.</summary>
    public virtual void Tick()
    {
    }

    /// <summary>Speaks a packet. The hot path: nothing is allocated.</summary>
    public void Speak()
    {
        new RtpHeader { PayloadType = _codec.PayloadType(), Sequence = (ushort)_number, Timestamp = _timestamp, Ssrc = _ssrc }.Write(_packet);
        var payload = _packet.AsSpan(RtpHeader.FixedLength, _codec.FrameBytes());
        if (_mouth is null)
        {
            new SpokenFrame(Id, _number, VoiceThread.Utc, _counts).Write(payload);
        }
        else
        {
            _mouth.Write(payload);
        }

        var isSent = TrySend(_packet, RtpHeader.FixedLength + payload.Length);
        if (_counts && _mouth is null)
        {
            _partner!.Totals.Speak(isSent);
            Thread.Totals.Speak(isSent);
        }

        _number++;
        _timestamp += _codec.Step();
    }

    /// <summary>Takes the datagram that is there. The hot path too.</summary>
    public abstract void Read(Span<byte> buffer);

    public abstract void Dispose();

    /// <summary>Lets it be heard from now on.</summary>
    protected void BeginToSpeak() => Slot = Thread.LetSpeak(this);

    /// <summary>Sends a packet, protected where that is due; false when the system did not take it.</summary>
    /// <param name="packet">The packet, with room behind it.</param>
    /// <param name="length">Its bytes.</param>
    protected abstract bool TrySend(byte[] packet, int length);

    /// <summary>Hears a packet that is in the clear.</summary>
    /// <param name="packet">RTP.</param>
    /// <param name="arrived">When it came, ticks of UTC since 1970; 0 when the kernel did not say.</param>
    protected void Hear(ReadOnlySpan<byte> packet, long arrived)
    {
        arrived = arrived == 0 ? VoiceThread.Utc : arrived;
        if (RtpHeader.TryRead(packet, out var header) != RtpStatus.Ok)
        {
            HearStrange();
            return;
        }

        _pauses?.Hear(arrived, isVoice: false);
        if (_ear is not null)
        {
            if (header.PayloadType == _codec.PayloadType() && _ear.Take(packet.Slice(header.PayloadOffset, header.PayloadLength), header.Sequence, arrived))
            {
                _heard.TrySetResult();
            }
        }
        else if (SpokenFrame.TryRead(packet.Slice(header.PayloadOffset, header.PayloadLength), out var frame) && frame.End == _partner?.Id)
        {
            Hear(frame, arrived);
        }
        else
        {
            HearStrange();
        }
    }

    /// <summary>Nobody will be heard any more.</summary>
    protected void GiveUpHearing() => _heard.TrySetCanceled();

    /// <summary>Counts what was not for it: ringing tones, and music of the moment before both are connected.</summary>
    protected void HearStrange()
    {
        if (_counts && _ear is null)
        {
            Totals.HearStrange();
            Thread.Totals.HearStrange();
        }
    }

    private void Hear(in SpokenFrame frame, long arrived)
    {
        var arrival = _order.Take(frame.Number);
        _pauses?.Hear(arrived, isVoice: true);
        if (frame.Counts)
        {
            var hop = arrived - frame.SpokenAt;
            Totals.Hear(arrival, hop);
            Thread.Totals.Hear(arrival, hop);
        }

        _heard.TrySetResult();
    }
}
