using System.Collections.Immutable;
using System.Net;
using System.Text;
using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Edges;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Media;
using RtcCluster.Contracts.Tracing;
using RtcCluster.Edge.Sip;
using RtcCluster.Media.Addresses;
using RtcCluster.Storage.Sealing;

namespace RtcCluster.Edge.Calls;

/// <summary>
/// One call at this edge: carries out the commands of its grain in order and tells the grain what happens. Lives in one SIP shard; its media lives in
/// one media shard.
/// </summary>
/// <remarks>
/// Commands come numbered into <see cref="CallMailbox"/> from any thread and are carried out here one after the other. A signalling command that needs
/// a description which this edge's own media has to make waits for the media shard; those behind it wait with it.
/// </remarks>
internal sealed class EdgeCall
{
    private static readonly TimeSpan MemoryOfTheDead = TimeSpan.FromMinutes(2);

    /// <summary>A call that has left may come back, with its numbers; longer than this none lasts.</summary>
    private static readonly TimeSpan MemoryOfTheAbsent = TimeSpan.FromHours(24);

    private readonly CallMailbox _mailbox = new();
    private readonly EdgeParts _parts;
    private readonly CallBridge _bridge;
    private CallWork? _work;
    private bool _waiting;
    private volatile bool _isOver;
    private volatile bool _isAway;
    private int _absences;

    public EdgeCall(CallId id, SipShard shard, CallBridge bridge, EdgeParts parts)
    {
        Id = id;
        Shard = shard;
        _bridge = bridge;
        _parts = parts;
        Spans = new EdgeSpans(id, parts.Identity.Name);
    }

    /// <summary>The call.</summary>
    public CallId Id { get; }

    /// <summary>The shard that it lives in.</summary>
    public SipShard Shard { get; }

    /// <summary>Brings events to the grain.</summary>
    public CallReporter Reporter => Work.Reporter;

    /// <summary>Tells those who trace; the shard's thread only.</summary>
    public EdgeSpans Spans { get; }

    /// <summary>Nothing of it is left here but its memory.</summary>
    public bool IsOver => _isOver;

    /// <summary>Other edges carry it; nothing of it is here but the numbers of what was said.</summary>
    public bool IsAway => _isAway;

    /// <summary>Hops that an INVITE of this call may still take.</summary>
    public int MaxForwards { get; set; } = 70;

    /// <summary>Legs that this edge signals and that are not over; the shard's thread only.</summary>
    public LegSignalling Signalling => Work.Signalling;

    /// <summary>Legs that browsers of this edge signal; the shard's thread only.</summary>
    public BrowserSignalling Browsers => Work.Browsers;

    // What has ended is remembered without it, and needs it once more only to hang up for an edge that died. The shard's thread only.
    private CallWork Work => _work ??= CallWork.Of(this, _bridge, _parts, _mailbox, MediaHappened, _isOver);

    /// <summary>The offer of ours that a leg's party refused is forgotten.</summary>
    public void Abandon(LegId leg)
    {
        if (!Work.Rooms.Abandon(leg))
        {
            Work.Media.Do(media => media.Abandon(leg));
        }
    }

    /// <summary>The offer was answered, or never will be: what has happened since may be told.</summary>
    public void Speak()
    {
        if (_isOver)
        {
            Forget();
            return;
        }

        Reporter.IsHeld = false;
        Reporter.Send();
    }

    /// <summary>The grain's receipt named an epoch.</summary>
    public void Know(long epoch) => _mailbox.Know(epoch);

    /// <summary>Commands came; any thread.</summary>
    public ApplyReceipt Apply(CallBatch batch)
    {
        var receipt = _mailbox.Take(batch);
        if (receipt.Status != ApplyStatus.Taken)
        {
            _parts.Metrics.CommandsRefused(receipt.Status == ApplyStatus.StaleEpoch ? "epoch" : "gap");
        }

        if (receipt.Status == ApplyStatus.Taken)
        {
            if (CallTrace.Current is { } span)
            {
                var context = span.Context;
                Shard.Post(() => Spans.Know(context));
            }

            Shard.Post(() =>
            {
                // Events that waited for an epoch to be named can go now.
                Reporter.Send();
                Pump();
            });
        }

        return receipt;
    }

    /// <summary>Carries out what can be carried out now.</summary>
    public void Pump()
    {
        while (!_waiting && _mailbox.Next() is { } command)
        {
            // What is over has nothing to do but to hang up for an edge that died before it had heard of the end.
            if (_isOver && command is not (AdoptDialog or EndLeg))
            {
                continue;
            }

            Return(command);
            var carried = false;
            using var span = Spans.Command(command);
            try
            {
                Carry(command);
                carried = true;
            }
            finally
            {
                if (!carried)
                {
                    // The shard's loop counts what went wrong; the commands behind (an end among them) must not wait for a batch that may never come.
                    Shard.Post(Pump);
                }
            }
        }

        Forget();
    }

    /// <summary>Tells the grain.</summary>
    public void Report(LegEvent happened)
    {
        if (!_isOver)
        {
            Reporter.Add(happened);
        }
    }

    /// <summary>Stops carrying out commands until <paramref name="work"/> calls its continuation on the shard's thread.</summary>
    public void Wait(Action<Action> work)
    {
        _waiting = true;
        work(() =>
        {
            _waiting = false;
            Pump();
        });
    }

    /// <summary>Gives a command its description: from its text, or from this edge's own media.</summary>
    public void Describe(LegId leg, SdpBody body, Action<ReadOnlyMemory<byte>> then)
    {
        switch (body.Origin)
        {
            case SdpOrigin.Text:
                then(Encoding.UTF8.GetBytes(body.Text ?? ""));
                break;
            case SdpOrigin.Local:
                Wait(proceed => DescribeLocal(leg, sdp => Shard.Post(() => Described(sdp, then, proceed))));
                break;
            case SdpOrigin.None:
            default:
                then(default);
                break;
        }
    }

    /// <summary>Everything ends without a word to the far ends: somebody else owns the legs now.</summary>
    public void DropSilently()
    {
        Work.Signalling.DropAll();
        Work.Browsers.DropAll();
        // Who owns the call goes on with its recording: ours has no end that could be signed for.
        Finish(TakeEnd.Interrupted);
    }

    /// <summary>Telephones' legs that no other edge can reach, as far as this one knows.</summary>
    public Task<ImmutableArray<LegId>> NearAsync() => LegReach.NearAsync(Shard, () => Work.Signalling.Established);

    /// <summary>Everything ends in the ordinary way: there is no such call any more.</summary>
    public void EndAll()
    {
        HangUpAll(new EndCause(EndKind.Failed, 500, null, "The call is gone"));
        Finish();
    }

    // Calls back on the media shard's thread, whatever comes of it.
    private void DescribeLocal(LegId leg, Action<string?> then)
    {
        if (Work.Rooms.Describe(leg, then))
        {
            return;
        }

        Work.Media.Do(media =>
        {
            string? sdp = null;
            try
            {
                sdp = media.Describe(leg);
            }
            finally
            {
                then(sdp);
            }
        });
    }

    private void Carry(CallCommand command)
    {
        if (Work.Rooms.Carry(command, SignallingSource))
        {
            return;
        }

        switch (command)
        {
            case JoinRoom:
                break;
            case OpenMedia open:
                var source = SignallingSource(open.Leg);
                Work.Media.Do(media => media.Open(open, source));
                break;
            case AcceptMedia accept:
                Work.Media.Do(media => media.Accept(accept));
                break;
            case ReofferMedia reoffer:
                Work.Media.Do(media => media.Reoffer(reoffer));
                break;
            case ConnectMedia connect:
                Work.Media.Do(media => media.Connect(connect));
                break;
            case MixMedia mix:
                Work.Media.Do(media => media.Join(mix));
                break;
            case PlayMedia play:
                Work.Media.Do(media => media.Play(play));
                break;
            case PlayPrompt prompt:
                Work.Media.Do(media => media.Prompts.Play(prompt));
                break;
            case SendDigits digits:
                Work.Media.Do(media => media.SendDigits(digits));
                break;
            case StartRecording start:
                Work.Media.Do(media => media.Tape.Start(Id, start));
                break;
            case SetRecordingRight right:
                Work.Media.Do(media => media.Tape.SetRight(right));
                break;
            case StopRecording stop:
                Work.Media.Do(media => media.StopRecording(stop.Recording));
                break;
            case ReceiveFax fax:
                Work.Media.Do(media => media.Faxes.Receive(Id, fax));
                break;
            case SendFax fax:
                Work.Media.Do(media => media.Faxes.Send(fax));
                break;
            case CloseMedia close:
                Work.Media.Do(media => media.Close(close.Leg));
                break;
            case LeaveCall leave:
                Leave(leave.Staying);
                break;
            case ForgetCall:
                HangUpAll(new EndCause(EndKind.Hangup));
                Finish();
                break;
            default:
                CarrySignalling(command);
                break;
        }
    }

    /// <summary>Carries out a command of signalling, of a browser's leg or of a telephone's.</summary>
    public void CarrySignalling(CallCommand command)
    {
        if (!Work.Browsers.Carry(command) && !Work.Handover.Carry(command) && !Work.Adoption.Carry(command))
        {
            Work.Signalling.Carry(command);
        }
    }

    // Others carry it: the numbers of commands and events go on if it comes back.
    private void Leave(ImmutableArray<LegId> staying)
    {
        Work.Signalling.Leave(staying);
        Work.Browsers.Leave(staying);
        Work.Media.Free();
        Work.Rooms.CloseAll();
        if (_isAway || !staying.IsEmpty)
        {
            return;
        }

        _isAway = true;
        _parts.Calls.Ended();
        _parts.Lease.Untrack(Id);
        var absence = ++_absences;
        Shard.After(MemoryOfTheAbsent, () =>
        {
            if (_isAway && absence == _absences)
            {
                Finish();
            }
        });
    }

    private void Return(CallCommand command)
    {
        if (!_isAway || command is ForgetCall or LeaveCall)
        {
            return;
        }

        _isAway = false;
        _parts.Calls.Returned();
        _ = _parts.Lease.TrackAsync(Id).ContinueWith(t => _ = t.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
    }

    private void HangUpAll(EndCause cause)
    {
        Work.Signalling.HangUpAll(cause);
        Work.Browsers.HangUpAll(cause);
    }

    // Whatever comes of it, the commands behind go on.
    private static void Described(string? sdp, Action<ReadOnlyMemory<byte>> then, Action proceed)
    {
        try
        {
            then(sdp is null ? default : Encoding.UTF8.GetBytes(sdp));
        }
        finally
        {
            proceed();
        }
    }

    private MediaEndpoint SignallingSource(LegId leg)
    {
        // The INVITE of an outgoing leg comes right after its media is opened; where the phone registered from is where its media may come from.
        var address = Work.Signalling.SourceOf(leg)
            ?? (_mailbox.PeekInvite(leg)?.Target.Address is { } text && IPEndPoint.TryParse(text, out var remote) ? remote : null);
        return address is null ? default : MediaEndpoint.FromAddress(address.Address, (ushort)address.Port);
    }

    private void MediaHappened(LegEvent happened)
    {
        if (_isOver)
        {
            return;
        }

        switch (happened)
        {
            case MediaLost lost when Work.Signalling.AskWhetherAlive(lost.Leg) || Work.Browsers.AskWhetherAlive(lost.Leg):
                break;
            case MediaUp up:
                Work.Signalling.MediaIsBack(up.Leg);
                Reporter.Note(up);
                break;
            case MediaQuality quality:
                Reporter.Note(quality);
                break;
            default:
                Report(happened);
                break;
        }
    }

    /// <summary>The agent let go of a leg.</summary>
    public void LegIsOver(SignalledLeg leg)
    {
        Work.Signalling.Over(leg);
        Forget();
    }

    private void Finish(TakeEnd recordings = TakeEnd.Closed)
    {
        if (_isOver)
        {
            Forget();
            return;
        }

        _isOver = true;
        Work.Close(recordings);
        Forget();
        if (!_isAway)
        {
            _parts.Calls.Ended();
            _parts.Lease.Untrack(Id);
        }

        // Kept for a while, so that a batch which comes twice does not make the call anew.
        Shard.After(MemoryOfTheDead, () => _parts.Calls.Remove(Id));
    }

    // Calls end by the hundreds each second, and each is remembered for two minutes: what carried it out is garbage by then.
    private void Forget()
    {
        if (_isOver && !_waiting && _work is { Signalling.Live: 0 })
        {
            _work = null;
        }
    }
}
