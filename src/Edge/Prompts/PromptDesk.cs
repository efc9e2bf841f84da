using System.Collections.Immutable;
using RtcCluster.Contracts.Media;
using RtcCluster.Edge.Lifecycle;
using RtcCluster.Media.Tones;

namespace RtcCluster.Edge.Prompts;

/// <summary>Makes the pieces of prompts sound, off the media threads: fetched from the blob store or spoken, each while the one before is heard.</summary>
internal sealed partial class PromptDesk(StoredSounds sounds, RecordedVoices recordings, Speech speech, EdgeMetrics metrics, ILogger<PromptDesk> log)
{
    private const int MaxMilliseconds = 60_000;
    private const int LowestTone = 300;
    private const int HighestTone = 3_400;

    // What is heard in place of a piece that cannot be: the caller knows that something was to come.
    private static readonly short[] Sorry = Beep.Samples(425, 300);

    /// <summary>Begins to make a prompt; any thread, never waits.</summary>
    public PromptFeed Begin(ImmutableArray<PromptPiece> pieces)
    {
        var feed = new PromptFeed();
        _ = Task.Run(() => FeedAsync(pieces.IsDefault ? [] : pieces, feed));
        return feed;
    }

    /// <summary>Counts the end of a prompt.</summary>
    public void Ended(PromptEnd how) => metrics.Prompt(how switch
    {
        PromptEnd.Played => "played",
        PromptEnd.Interrupted => "interrupted",
        PromptEnd.Replaced => "replaced",
        _ => "failed",
    });

    /// <summary>Counts a prompt that could not be heard as it was wanted.</summary>
    public void Failed(PromptFailure why) => metrics.PromptFailed(why.ToString());

    private async Task FeedAsync(ImmutableArray<PromptPiece> pieces, PromptFeed feed)
    {
        var failure = PromptFailure.None;
        try
        {
            foreach (var piece in pieces)
            {
                if (feed.IsAbandoned || (failure = await PlayAsync(piece, feed)) != PromptFailure.None)
                {
                    break;
                }
            }
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // Whatever a store's client throws: the caller hears that something is wrong, and the prompt ends.
            failure = PromptFailure.NoStore;
            LogStoreFailed(log, e);
        }

        if (failure != PromptFailure.None && !feed.IsAbandoned)
        {
            Failed(failure);
            await feed.AddAsync(Sorry);
        }

        feed.End(failure);
    }

    private async Task<PromptFailure> PlayAsync(PromptPiece piece, PromptFeed feed)
    {
        switch (piece)
        {
            case PromptRecording recording:
                return await recordings.PlayAsync(recording, feed);
            case PromptMusic music:
                return await RepeatAsync(await sounds.LoadAsync(music.Blob), feed);
        }

        var sound = piece switch
        {
            PromptSpeech text => await speech.SpeakAsync(text.Text, text.Language),
            PromptAudio audio => await sounds.LoadAsync(audio.Blob),
            PromptPause { Milliseconds: >= 0 and <= MaxMilliseconds } pause => PromptSound.Of(new short[pause.Milliseconds * PromptSound.PerMillisecond]),
            PromptTone { Hertz: >= LowestTone and <= HighestTone, Milliseconds: >= 0 and <= MaxMilliseconds } tone =>
                PromptSound.Of(Beep.Samples(tone.Hertz, tone.Milliseconds)),
            PromptPause or PromptTone => PromptSound.Failed(PromptFailure.OutOfBounds),
            _ => PromptSound.Failed(PromptFailure.UnknownPiece),
        };
        if (sound.Failure == PromptFailure.None)
        {
            await feed.AddAsync(sound.Samples);
        }

        return sound.Failure;
    }

    /// <summary>Until nobody hears it any more. Each time costs a place in the feed and no copy.</summary>
    private static async Task<PromptFailure> RepeatAsync(PromptSound sound, PromptFeed feed)
    {
        if (sound is { Failure: PromptFailure.None, Samples.Length: < PromptSound.ShortestMusic })
        {
            return PromptFailure.BadAudio;
        }

        while (sound.Failure == PromptFailure.None && await feed.AddAsync(sound.Samples))
        {
        }

        return sound.Failure;
    }

    [LoggerMessage(2221, LogLevel.Warning, "A prompt could not be read from the blob store.")]
    private static partial void LogStoreFailed(ILogger log, Exception exception);
}
