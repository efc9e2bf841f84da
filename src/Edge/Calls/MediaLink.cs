using System.Diagnostics;
using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Tracing;
using RtcCluster.Edge.Media;
using RtcCluster.Storage.Sealing;

namespace RtcCluster.Edge.Calls;

/// <summary>The way from a call's SIP shard to its media shard: commands go in order, the call's media is made by the first.</summary>
internal sealed class MediaLink(MediaShard shard, MediaResources resources, Action<LegEvent> report, EdgeSpans spans)
{
    private MediaCall? _call;
    private bool _closed;

    /// <summary>Runs something with the call's media, on the media shard's thread.</summary>
    public void Do(Action<MediaCall> work)
    {
        if (CallTrace.Current is { } span)
        {
            Trace(work, span.Context, span.OperationName);
            return;
        }

        shard.Post(() => Run(work));
    }

    /// <summary>Frees everything that there is now.</summary>
    public void Free() => shard.Post(() =>
    {
        _call?.CloseAll();
        _call = null;
    });

    /// <summary>Frees everything; what is asked later is not done.</summary>
    /// <param name="recordings">How a recording that is made ends.</param>
    public void Close(TakeEnd recordings) => shard.Post(() =>
    {
        _closed = true;
        _call?.Tape.Stop(null, recordings);
        _call?.Faxes.StopAll(recordings);
        _call?.CloseAll();
        _call = null;
    });

    private void Trace(Action<MediaCall> work, ActivityContext command, string name) => shard.Post(() =>
    {
        using var span = spans.MediaWork(command, name);
        Run(work);
    });

    private void Run(Action<MediaCall> work)
    {
        if (!_closed)
        {
            work(_call ??= new MediaCall(shard, resources, report));
        }
    }
}
