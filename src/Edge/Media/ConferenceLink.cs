namespace RtcCluster.Edge.Media;

/// <summary>The way to a conference's media: what is asked is done in order on its shard's thread. The conference is made by the first and ends with the last.</summary>
internal sealed class ConferenceLink(MediaShard shard, MediaResources resources)
{
    private MediaConference? _conference;

    /// <summary>Runs something with the conference's media, on the media shard's thread.</summary>
    public void Do(Action<MediaConference> work) => shard.Post(() => work(_conference ??= new MediaConference(shard, resources)));

    /// <summary>Runs something that may be the last: a conference in which nobody is left is freed after it.</summary>
    public void Leave(Action<MediaConference> work) => shard.Post(() =>
    {
        if (_conference is { } conference)
        {
            work(conference);
            if (conference.IsEmpty)
            {
                conference.CloseAll();
                _conference = null;
            }
        }
    });
}
