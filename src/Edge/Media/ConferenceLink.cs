namespace RtcCluster.Edge.Media;

/// <summary>The way to a conference's media: what is asked is done in order on its shard's thread, the conference is made by the first.</summary>
internal sealed class ConferenceLink(MediaShard shard, MediaResources resources)
{
    private MediaConference? _conference;
    private bool _closed;

    /// <summary>Runs something with the conference's media, on the media shard's thread.</summary>
    public void Do(Action<MediaConference> work) => shard.Post(() =>
    {
        if (!_closed)
        {
            work(_conference ??= new MediaConference(shard, resources));
        }
    });

    /// <summary>Frees everything; what is asked later is not done.</summary>
    public void Close() => shard.Post(() =>
    {
        _closed = true;
        _conference?.CloseAll();
        _conference = null;
    });
}
