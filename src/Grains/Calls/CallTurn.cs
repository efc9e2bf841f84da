using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;
using RtcCluster.Grains.ParkLots;
using RtcCluster.Grains.Rooms;

namespace RtcCluster.Grains.Calls;

/// <summary>One turn of a call: the state that is being changed, the time, and the effects so far.</summary>
internal sealed class CallTurn(CallState state, CallRules rules, DateTimeOffset now)
{
    private readonly List<CallTell> _tells = [];

    // Milliseconds: a turn is made for each event of each call, and this fits in where there is room.
    private int _late;

    /// <summary>The state; changed in place.</summary>
    public CallState State { get; } = state;

    /// <summary>Times that bound a call.</summary>
    public CallRules Rules { get; } = rules;

    /// <summary>The time of the turn (UTC).</summary>
    public DateTimeOffset Now { get; } = now;

    /// <summary>When what is handled happened. The time of the turn, unless an edge has seen it and says when: its report may have waited for a process or a store that was away.</summary>
    public DateTimeOffset At => Now.AddMilliseconds(-_late);

    /// <summary>The answer to a report.</summary>
    public ReportReceipt? Report { get; set; }

    /// <summary>The answer to an intention.</summary>
    public IntentReceipt? Receipt { get; set; }

    /// <summary>The line to be asked; a turn asks one at most.</summary>
    public RouteQuestion? Question { get; private set; }

    /// <summary>The younger call to be asked; a turn asks one at most.</summary>
    public JoinQuestion? Join { get; private set; }

    /// <summary>The queue to be asked; a turn asks one at most.</summary>
    public QueueQuestion? Queue { get; private set; }

    /// <summary>The room to be asked; a turn asks one at most.</summary>
    public RoomQuestion? Room { get; private set; }

    /// <summary>The lot to be asked; a turn asks it once at most.</summary>
    public ParkQuestion? Park { get; private set; }

    /// <summary>False when the caller has left the visit that a queue spoke of, or is not in the room that gave an order.</summary>
    public bool StillWaits { get; set; } = true;

    /// <summary>The answer to an edge that leaves.</summary>
    public LeaveStatus Leave { get; set; }

    /// <summary>The answer to an older call.</summary>
    public YieldReceipt? Yield { get; set; }

    private bool Changed { get; set; }

    /// <summary>The effects of the turn.</summary>
    public CallEffects Effects() => new(Changed, Question, _tells, Report, Receipt) { Join = Join, Yield = Yield, Queue = Queue, Room = Room, Park = Park, StillWaits = StillWaits, Leave = Leave };

    /// <summary>The state must be written before anybody is told.</summary>
    public void Save() => Changed = true;

    /// <summary>Asks a line.</summary>
    public void Ask(RouteQuestion question)
    {
        Question = question;
        Save();
    }

    /// <summary>Asks a younger call; nothing is saved for it before the answer is there.</summary>
    public void Ask(JoinQuestion question) => Join = question;

    /// <summary>Asks a queue.</summary>
    public void Ask(QueueQuestion question) => Queue = question;

    /// <summary>Asks a room.</summary>
    public void Ask(RoomQuestion question) => Room = question;

    /// <summary>Asks the lot.</summary>
    public void Ask(ParkQuestion question) => Park = question;

    /// <summary>Tells another grain.</summary>
    public void Tell(CallTell tell) => _tells.Add(tell);

    /// <summary>Sends a command to the edge that signals a leg.</summary>
    public void ToLeg(CallLeg leg, CallCommand command) => Send(leg.Edge, command);

    /// <summary>Sends a command to the edge that carries the media.</summary>
    public void ToAnchor(CallCommand command) => Send(State.Anchor, command);

    /// <summary>Puts a command into the outbox of an edge; one that is gone gets none.</summary>
    public void Send(EdgeId edge, CallCommand command)
    {
        var link = Link(edge);
        if (!link.Lost)
        {
            link.Outbox.Add(command);
            // One that has left has something to do again.
            link.Freed &= link.Leaving;
        }
    }

    /// <summary>The link to an edge, made when it is new.</summary>
    public EdgeLink Link(EdgeId edge)
    {
        if (State.Link(edge) is { } known)
        {
            return known;
        }

        // A new link has no history that an earlier activation could have taken without saving.
        var link = new EdgeLink { Edge = edge, InSync = true };
        State.Links.Add(link);
        return link;
    }

    /// <summary>What is handled from here on happened then, by the clock of an edge: never after the turn, and never before what the ledger tells already.</summary>
    public void Happened(DateTimeOffset at)
    {
        var since = State.Ledger is [.., var last] ? last.Event.At : at;
        _late = (int)Math.Clamp((Now - (at > since ? at : since)).TotalMilliseconds, 0, int.MaxValue);
    }

    /// <summary>What is handled from here on happens in the turn itself.</summary>
    public void HappensNow() => _late = 0;

    /// <summary>Appends an event to the ledger.</summary>
    public void Log(LedgerEvent happened)
    {
        System.Diagnostics.Debug.Assert(!State.Concluded, "CallEnded is the last event of a ledger.");
        State.Ledger.Add(new LedgerEntry(State.Ledger.Count + 1, happened));
    }

    /// <summary>True when the leg is signalled by the edge that carries its media, so that no description has to travel.</summary>
    public bool IsLocal(CallLeg leg) => leg.Edge == State.Anchor;
}
