using System.Globalization;
using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Recordings;

namespace RtcCluster.Grains.Calls;

/// <summary>Records a call: left is the party that the call began with, right whoever that party talks with.</summary>
internal static class Taping
{
    /// <summary>Begins a recording when the call is to be recorded and none is being made.</summary>
    public static void Begin(CallTurn turn, LegId left, LegId? right)
    {
        var state = turn.State;
        if (!state.Record || Notices.Withholds(state) || state.Recordings.Exists(open => open is { Closed: false, Stopping: false }))
        {
            return;
        }

        var name = string.Create(CultureInfo.InvariantCulture, $"{state.Id.Name}-{state.Recordings.Count + 1}");
        var id = new RecordingId(state.Id.Tenant, name);
        // The date comes first so that retention and back-ups can work through the store day by day.
        var prefix = string.Create(CultureInfo.InvariantCulture, $"recordings/{state.Id.Tenant}/{turn.Now:yyyy'/'MM'/'dd}/{name}/");
        var retainUntil = turn.Now.AddDays(state.RetentionDays);
        state.Recordings.Add(new CallRecording { Id = id, Left = left, Right = right });
        turn.ToAnchor(new StartRecording(left, id, prefix, right, Notices: Notices.Told(state)));
        // Which key seals it, the edge says in each take's opening; the catalogue asks its own silo.
        turn.Log(new RecordingStarted(turn.Now, id, prefix, "", retainUntil));
        turn.Tell(new CallTell.RecordingBegun(id, Start(state, id, left, right)));
        turn.Save();
    }

    /// <summary>Begins a recording of two who talk, where one is due.</summary>
    public static void Between(CallTurn turn, CallLeg one, CallLeg other)
    {
        // Left is who was there first.
        var (left, right) = one.Id.Number < other.Id.Number ? (one, other) : (other, one);
        Begin(turn, left.Id, right.Id);
    }

    /// <summary>Begins a message for somebody's voicemail box. It is no recording of the call: the call's catalogue and its parties' lists do not know it.</summary>
    public static void BeginMessage(CallTurn turn, CallLeg leg, UserId owner)
    {
        var state = turn.State;
        // Of a call that was recorded before it came here nothing more is recorded: the message is the owner's.
        Stop(turn);
        var name = string.Create(CultureInfo.InvariantCulture, $"{state.Id.Name}-m{state.Recordings.Count + 1}");
        var recording = new CallRecording
        {
            Id = new RecordingId(state.Id.Tenant, name),
            Left = leg.Id,
            Mailbox = owner,
            BlobPrefix = string.Create(CultureInfo.InvariantCulture, $"voicemail/{state.Id.Tenant}/{turn.Now:yyyy'/'MM'/'dd}/{name}/"),
            StartedAt = turn.Now,
        };
        state.Recordings.Add(recording);
        turn.ToAnchor(new StartRecording(leg.Id, recording.Id, recording.BlobPrefix, null));
        turn.Log(new MessageBegun(turn.Now, owner));
        turn.Save();
    }

    /// <summary>A party was replaced; the recording goes on with the new one, or a new one begins when it was the left party that left.</summary>
    public static void PartyChanged(CallTurn turn, CallLeg remaining, LegId? successor)
    {
        if (turn.State.Recordings.Find(open => open is { Closed: false, Stopping: false }) is not { } recording)
        {
            return;
        }

        if (recording.Left == remaining.Id)
        {
            recording.Right = successor;
            turn.ToAnchor(new SetRecordingRight(recording.Left, recording.Id, successor));
            return;
        }

        // The left channel is bound to its leg: with that leg the recording ends, and the successor takes its side in the next one.
        Stop(turn);
        Begin(turn, successor ?? remaining.Id, successor is null ? null : remaining.Id);
    }

    /// <summary>Ends the recording at the edge that makes it; another one will carry the call's media.</summary>
    public static void StayBehind(CallTurn turn)
    {
        Stop(turn);
        foreach (var recording in turn.State.Recordings.Where(open => !open.Closed))
        {
            recording.At ??= turn.State.Anchor;
        }
    }

    /// <summary>True when a recording of the call runs, or is to go on with whoever comes: they are told of it first.</summary>
    public static bool GoesOn(CallState state, RoutePurpose purpose) =>
        (state.Record && purpose is (RoutePurpose.Transfer or RoutePurpose.Return)) || state.Recordings.Exists(static open => open is { Closed: false, Stopping: false, Mailbox: null, Fax: null });

    /// <summary>True when the edge may speak of a recording: it carries the call's media, or carried it when the recording ended.</summary>
    public static bool IsAt(CallState state, EdgeId edge, RecordingId recording)
    {
        foreach (var known in state.Recordings)
        {
            if (known.Id == recording)
            {
                return edge == (known.At ?? state.Anchor);
            }
        }

        return edge == state.Anchor;
    }

    /// <summary>Ends the recording; the edge says when the last of it is stored.</summary>
    public static void Stop(CallTurn turn)
    {
        foreach (var recording in turn.State.Recordings.Where(open => open is { Closed: false, Stopping: false }))
        {
            if (recording is { Waits: true, At: { } behind })
            {
                recording.Waits = false;
                recording.Stopping = true;
                turn.Send(behind, new StopRecording(recording.Left, recording.Id));
                continue;
            }

            if (recording.Waits)
            {
                // No edge records it: what was stored before its edge died is all of it.
                GiveUp(turn, recording, TapeMoving.Torn);
                continue;
            }

            recording.Stopping = true;
            turn.ToAnchor(new StopRecording(recording.Left, recording.Id));
        }
    }

    /// <summary>The edge has stored the last of a recording.</summary>
    public static void Closed(CallTurn turn, RecordingClosed closed)
    {
        if (turn.State.Recordings.Find(open => open.Id == closed.Recording) is not { Closed: false } recording)
        {
            return;
        }

        recording.Closed = true;
        recording.Problem = closed.Problem ?? recording.Problem;
        var length = closed.DurationMilliseconds + TapeMoving.Before(recording);
        if (recording.Fax is not null)
        {
            recording.DurationMilliseconds = length;
            recording.Late = !closed.Complete;
            turn.Save();
            Ending.ConcludeWhenClosed(turn);
            return;
        }

        if (recording.Mailbox is { } owner)
        {
            recording.DurationMilliseconds = length;
            recording.Late = !closed.Complete || recording.FirstChunk > 0;
            turn.Log(new MessageLeft(closed.At, owner, length));
            turn.Save();
            Ending.ConcludeWhenClosed(turn);
            return;
        }

        if (closed.Problem is { } problem)
        {
            turn.Log(new RecordingProblem(closed.At, recording.Id, problem));
        }

        turn.Log(new RecordingEnded(closed.At, recording.Id, closed.Chunks, length, closed.Complete && recording.FirstChunk == 0));
        turn.Save();
        Ending.ConcludeWhenClosed(turn);
    }

    /// <summary>The edge cannot store audio at present.</summary>
    public static void Troubled(CallTurn turn, RecordingTroubled troubled)
    {
        if (turn.State.Recordings.Find(open => open.Id == troubled.Recording) is not { Closed: false } recording)
        {
            return;
        }

        // Once per problem: a full disk is reported with every chunk.
        if (recording.Problem != troubled.Problem)
        {
            recording.Problem = troubled.Problem;
            turn.Log(new RecordingProblem(troubled.At, recording.Id, troubled.Problem));
            turn.Save();
        }
    }

    /// <summary>Nothing more will be heard of the recordings that are open; what is in the blob store is what there is.</summary>
    public static void GiveUp(CallTurn turn, string problem)
    {
        foreach (var recording in turn.State.Recordings.Where(open => !open.Closed))
        {
            GiveUp(turn, recording, problem);
        }
    }

    /// <summary>Nothing more will be heard of a recording.</summary>
    public static void GiveUp(CallTurn turn, CallRecording recording, string problem)
    {
        recording.Closed = true;
        recording.Waits = false;
        recording.Problem = problem;
        turn.Log(new RecordingProblem(turn.Now, recording.Id, problem));
        turn.Save();
    }

    /// <summary>What the catalogue has to know of a recording, made of the ledger, so that it can be told again at any time.</summary>
    public static RecordingStart Start(CallState state, RecordingId id, LegId left, LegId? right)
    {
        var started = state.Ledger.Select(entry => entry.Event).OfType<RecordingStarted>().First(start => start.Recording == id);
        var leftParty = state.Leg(left)!.Party;
        var rightParty = state.Leg(right)?.Party;
        return new RecordingStart(
            state.Id,
            started.At,
            started.BlobPrefix,
            started.KeyId,
            started.RetainUntil,
            leftParty.Number,
            rightParty?.Number ?? state.Dialled,
            leftParty.User,
            rightParty?.User);
    }
}
