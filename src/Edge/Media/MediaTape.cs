using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;
using RtcCluster.Edge.Calls;
using RtcCluster.Media.Calls;
using RtcCluster.Media.Recording;
using RtcCluster.Storage.Sealing;

namespace RtcCluster.Edge.Media;

/// <summary>The recording of one call at this edge. Lives in its call's shard.</summary>
internal sealed class MediaTape(MediaCall call, CallMedia media, MediaShard shard, MediaResources resources, Action<LegEvent> report, Action drain)
{
    private RecordingUpload? _upload;
    private LegId _leg;

    /// <summary>Begins to record; a recording that runs goes on and the command is one that came twice.</summary>
    /// <param name="id">The call that is recorded.</param>
    /// <param name="command">The command.</param>
    /// <param name="isMix">Whether the sum of all that have joined is recorded, and not two legs.</param>
    public void Start(CallId id, StartRecording command, bool isMix = false)
    {
        if (_upload is not null)
        {
            return;
        }

        _leg = command.Leg;
        var clock = resources.Clock;
        _upload = new RecordingUpload(
            id, command.Recording, command.BlobPrefix, command.FirstChunk, clock.Utc, problem => report(new RecordingTroubled(command.Leg, clock.Utc, command.Recording, problem)))
        {
            Span = EdgeSpans.Recording(),
            Notices = TakeNotices.Of(command.Notices),
        };
        if (isMix)
        {
            media.StartMixRecording(command.Recording.Key, shard.Now, command.FirstChunk);
        }
        else
        {
            media.StartRecording(command.Recording.Key, call.SlotOf(command.Leg), call.SlotOf(command.Right), shard.Now, command.FirstChunk);
        }

        drain();
    }

    /// <summary>Another leg takes the right channel.</summary>
    public void SetRight(SetRecordingRight command)
    {
        if (_upload?.Recording == command.Recording)
        {
            media.SetRecordingLeg(RecordingSide.Right, call.SlotOf(command.Right), shard.Now);
            drain();
        }
    }

    /// <summary>Ends the recording; <see cref="RecordingClosed"/> follows when its last chunk is stored.</summary>
    /// <param name="recording">Which; null for whichever there is.</param>
    /// <param name="end">How it ends.</param>
    public void Stop(RecordingId? recording, TakeEnd end = TakeEnd.Closed)
    {
        if (_upload is not { } upload || (recording is { } named && named != upload.Recording))
        {
            return;
        }

        media.StopRecording(shard.Now);
        drain();
        _upload = null;
        resources.CloseRecording(upload, _leg, report, end);
    }

    /// <summary>A chunk is there.</summary>
    public void Take(RecordingChunk chunk)
    {
        if (_upload is { } upload)
        {
            resources.Spooler.Take(upload, chunk);
        }
        else
        {
            chunk.Dispose();
        }
    }
}
