using RtcCluster.Contracts.Calls;
using RtcCluster.Storage.Sealing;

namespace RtcCluster.Edge.Calls;

/// <summary>What carries out the commands of one call at this edge and tells its grain what happens. Lives in the call's SIP shard.</summary>
internal sealed class CallWork
{
    private CallWork(EdgeCall call, CallBridge bridge, EdgeParts parts, CallMailbox mailbox, Action<LegEvent> heard)
    {
        Reporter = new CallReporter(call.Id, parts.Identity.Edge, call.Shard, parts.Grains, mailbox, parts.Metrics)
        {
            Spans = call.Spans,
            Stale = call.DropSilently,
            Gone = call.EndAll,
            Emptied = static () => { },
        };
        Signalling = new LegSignalling(call, call.Shard, bridge, parts);
        Handover = new LegHandover(call, call.Shard, Signalling, parts);
        Adoption = new DialogAdoption(call, call.Shard, Signalling, parts);
        Browsers = new BrowserSignalling(call, call.Shard, parts);
        Action<LegEvent> report = happened => call.Shard.Post(() => heard(happened));
        Media = parts.Media.Link(call.Id, report, call.Spans);
        Rooms = new RoomLegs(call.Id, parts.Media, report);
    }

    /// <summary>Brings events to the grain.</summary>
    public CallReporter Reporter { get; }

    /// <summary>Legs of telephones.</summary>
    public LegSignalling Signalling { get; }

    /// <summary>Legs that leave for another call or come from one.</summary>
    public LegHandover Handover { get; }

    /// <summary>Legs that come from another edge.</summary>
    public DialogAdoption Adoption { get; }

    /// <summary>Legs of browsers.</summary>
    public BrowserSignalling Browsers { get; }

    /// <summary>The call's media.</summary>
    public MediaLink Media { get; }

    /// <summary>Legs in conference rooms.</summary>
    public RoomLegs Rooms { get; }

    /// <summary>Makes it.</summary>
    /// <param name="call">The call.</param>
    /// <param name="bridge">Tells legs what the shard's agent says.</param>
    /// <param name="parts">What the edge consists of.</param>
    /// <param name="mailbox">The call's commands.</param>
    /// <param name="heard">Takes what its media tells, on the shard's thread.</param>
    /// <param name="isOver">Whether the call is: then nothing is reported and no media made.</param>
    public static CallWork Of(EdgeCall call, CallBridge bridge, EdgeParts parts, CallMailbox mailbox, Action<LegEvent> heard, bool isOver)
    {
        var work = new CallWork(call, bridge, parts, mailbox, heard);
        if (isOver)
        {
            work.Close(TakeEnd.Closed);
        }

        return work;
    }

    /// <summary>The call is over: nothing more is reported, and its media is freed.</summary>
    /// <param name="recordings">How a recording that is made ends.</param>
    public void Close(TakeEnd recordings)
    {
        Reporter.Close();
        Media.Close(recordings);
        Rooms.CloseAll();
    }
}
