using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;

namespace RtcCluster.Grains.Calls;

/// <summary>A recording whose edge died goes on at the call's new anchor: the same recording, its time running on, with a gap where nobody recorded.</summary>
/// <remarks>
/// A chunk's number is its place in time, so the new anchor begins with the number of the present moment. What the dead edge had stored stays; the chunk that was open is
/// lost with it, two seconds at most.
/// </remarks>
internal static class TapeMoving
{
    /// <summary>What is written beside a recording that an edge died with.</summary>
    public const string Torn = "The edge that recorded the call is gone; what was stored before is kept.";

    /// <summary>What is written beside a recording that went from a living edge to another.</summary>
    public const string Handed = "The call went to another edge while it was recorded; between the two a moment may be missing.";

    private static readonly TimeSpan Chunk = TimeSpan.FromSeconds(2);

    /// <summary>The anchor is gone: what it was told to end is at its end, the rest waits for the left party to have sound again.</summary>
    public static void AnchorGone(CallTurn turn)
    {
        foreach (var recording in turn.State.Recordings.Where(open => open is { Closed: false, At: null }).ToArray())
        {
            if (recording.Stopping || recording.Fax is not null)
            {
                Taping.GiveUp(turn, recording, Torn);
                Faxing.Torn(turn);
            }
            else if (!recording.Waits)
            {
                recording.Waits = true;
                recording.Problem = Torn;
                turn.Log(new RecordingProblem(turn.Now, recording.Id, Torn));
            }
        }
    }

    /// <summary>The anchor leaves the call: it records on until the next one does.</summary>
    public static void AnchorLeaves(CallTurn turn, EdgeId edge)
    {
        foreach (var recording in turn.State.Recordings.Where(open => open is { Closed: false, At: null, Waits: false }).ToArray())
        {
            StayBehind(turn, recording, edge);
        }
    }

    /// <summary>The call goes back to the edge that it was leaving: what is still recorded there goes on, and what the other had begun goes back as it came.</summary>
    public static void Returns(CallTurn turn, EdgeId from, EdgeId back)
    {
        foreach (var recording in turn.State.Recordings.Where(static open => !open.Closed))
        {
            if (recording.At == back)
            {
                recording.At = null;
                recording.Waits = false;
            }
            else if (recording is { At: null, Waits: false })
            {
                StayBehind(turn, recording, from);
            }
        }
    }

    /// <summary>An edge is gone that was to end a recording which had stayed behind at it, or to record until another one does.</summary>
    public static void EdgeGone(CallTurn turn, EdgeId edge)
    {
        foreach (var recording in turn.State.Recordings.Where(open => !open.Closed && open.At == edge).ToArray())
        {
            if (recording.Waits)
            {
                recording.At = null;
                recording.Problem = Torn;
                turn.Log(new RecordingProblem(turn.Now, recording.Id, Torn));
            }
            else
            {
                Taping.GiveUp(turn, recording, Torn);
            }
        }
    }

    /// <summary>The anchor is gone and the call with it: nothing more will be heard of what it recorded.</summary>
    public static void CallLost(CallTurn turn)
    {
        foreach (var recording in turn.State.Recordings.Where(open => open is { Closed: false, At: null }).ToArray())
        {
            Taping.GiveUp(turn, recording, Torn);
        }
    }

    /// <summary>A party has sound at the new anchor.</summary>
    public static void Ready(CallTurn turn, CallLeg leg)
    {
        if (turn.State.Recordings.Find(open => open is { Closed: false, Stopping: false }) is not { } recording)
        {
            return;
        }

        if (recording.Waits && turn.State.Leg(recording.Left) is { Live: true, MovedUntil: null })
        {
            if (recording.At is { } behind)
            {
                // Its take ends where the next one begins; that it is closed is no news, since the recording is not.
                turn.Send(behind, new StopRecording(recording.Left, recording.Id));
                recording.At = null;
                recording.Problem = Handed;
                turn.Log(new RecordingProblem(turn.Now, recording.Id, Handed));
            }

            var (prefix, began) = Beginning(turn.State, recording);
            recording.Waits = false;
            recording.FirstChunk = Math.Max(recording.FirstChunk + 1, (int)Math.Ceiling((turn.Now - began) / Chunk));
            turn.ToAnchor(new StartRecording(recording.Left, recording.Id, prefix, recording.Right, recording.FirstChunk, recording.Mailbox is null ? Notices.Told(turn.State) : []));
        }
        else if (!recording.Waits && recording.Right == leg.Id)
        {
            turn.ToAnchor(new SetRecordingRight(recording.Left, recording.Id, leg.Id));
        }
    }

    /// <summary>Milliseconds of a recording before the edge that records it now.</summary>
    public static long Before(CallRecording recording) => recording.FirstChunk * (long)Chunk.TotalMilliseconds;

    private static void StayBehind(CallTurn turn, CallRecording recording, EdgeId edge)
    {
        recording.At = edge;
        recording.Waits = !recording.Stopping && recording.Fax is null;
        if (recording is { Fax: not null, Stopping: false })
        {
            // Two modems that talk cannot go elsewhere: what has passed is kept.
            recording.Stopping = true;
            turn.Send(edge, new StopRecording(recording.Left, recording.Id));
            Faxing.Torn(turn);
        }
    }

    private static (string Prefix, DateTimeOffset At) Beginning(CallState state, CallRecording recording)
    {
        if (recording.Mailbox is not null)
        {
            return (recording.BlobPrefix, recording.StartedAt);
        }

        var started = state.Ledger.Select(entry => entry.Event).OfType<RecordingStarted>().First(start => start.Recording == recording.Id);
        return (started.BlobPrefix, started.At);
    }
}
