using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Media;
using RtcCluster.Edge.Prompts;

namespace RtcCluster.Edge.Media;

/// <summary>The prompts that legs of one call hear. Each ends exactly once, whatever ends it. Lives in its call's shard.</summary>
internal sealed class MediaPrompts(MediaCall call, MediaShard shard, MediaResources resources, Action<LegEvent> report)
{
    private readonly Dictionary<LegId, (PlayPrompt Command, PromptFeed Feed)> _playing = [];
    private readonly Dictionary<LegId, int> _newest = [];

    /// <summary>The leg hears a prompt from now on; a number that it has heard already is a command that came twice.</summary>
    public void Play(PlayPrompt command)
    {
        if (_newest.TryGetValue(command.Leg, out var newest) && command.Number <= newest)
        {
            return;
        }

        _newest[command.Leg] = command.Number;
        Replace(command.Leg);
        if (!call.Has(command.Leg))
        {
            resources.Prompts.Failed(PromptFailure.NoMedia);
            Report(command, PromptEnd.Failed);
            return;
        }

        var feed = resources.Prompts.Begin(command.Pieces);
        _playing.Add(command.Leg, (command, feed));
        call.Hear(command.Leg, feed);
    }

    /// <summary>The leg hears something else from now on, or nothing.</summary>
    public void Replace(LegId leg)
    {
        if (_playing.Remove(leg, out var playing))
        {
            playing.Feed.Abandon();
            Report(playing.Command, PromptEnd.Replaced);
        }
    }

    /// <summary>The party pressed a digit, which is reported already.</summary>
    public void Interrupt(LegId leg)
    {
        if (_playing.TryGetValue(leg, out var playing) && playing.Command.Interruptible)
        {
            EndSoon(playing.Command, PromptEnd.Interrupted);
        }
    }

    /// <summary>What the leg heard has ended by itself.</summary>
    public void SourceEnded(LegId leg)
    {
        if (_playing.TryGetValue(leg, out var playing))
        {
            EndSoon(playing.Command, playing.Feed.Failure == PromptFailure.None ? PromptEnd.Played : PromptEnd.Failed);
        }
    }

    /// <summary>In a message of its own: the machine tells it among effects, and takes no command before all of them are done.</summary>
    private void EndSoon(PlayPrompt command, PromptEnd how) => shard.Post(() =>
    {
        if (_playing.TryGetValue(command.Leg, out var playing) && ReferenceEquals(playing.Command, command))
        {
            _playing.Remove(command.Leg);
            playing.Feed.Abandon();
            Report(command, how);
            call.Hear(command.Leg, command.Then);
        }
    });

    private void Report(PlayPrompt command, PromptEnd how)
    {
        resources.Prompts.Ended(how);
        report(new PromptEnded(command.Leg, resources.Clock.Utc, command.Number, how));
    }
}
