using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Privacy;
using RtcCluster.Storage.Blobs;
using RtcCluster.Storage.Sealing;

namespace RtcCluster.Grains.Voicemail;

/// <summary>The sound of messages in the blob store: how much of it is there, and its erasure.</summary>
internal sealed class MessageSound(IBlobStore blobs, TakeSalvage salvage, SigningKeys signing, TimeProvider time, ILogger<MessageSound> logger)
{
    /// <summary>How long a turn of the box waits for the store. Less than the response time-out, so that a caller hears of a store that does not answer.</summary>
    public static readonly TimeSpan TurnPatience = TimeSpan.FromSeconds(3);

    // A long message whose edge is gone is read as a whole, once.
    private static readonly TimeSpan LookPatience = TimeSpan.FromSeconds(60);

    /// <summary>How long a message is: what its edge has signed for, else as much as is known of it.</summary>
    public static long Length(long known, RecordingSurvey? found) => found is { IsEnded: true, Chunks: > 0 } ? found.DurationMilliseconds : Math.Max(known, found?.DurationMilliseconds ?? 0);

    /// <summary>Looks what is there of a message, and signs for takes whose edge is gone. It may take a minute: no turn waits for it to the end.</summary>
    /// <exception cref="TimeoutException">The store takes too long.</exception>
    public Task<RecordingSurvey> Look(string prefix) => Within(LookPatience, async stop =>
    {
        await salvage.CloseAsync(prefix, ct: stop);
        return await RecordingSurvey.TakeAsync(blobs, signing, prefix, stop);
    });

    /// <summary>The same; null while it cannot be looked at. Whether the store answers at all is said beside it.</summary>
    public async Task<(RecordingSurvey? Found, bool Answers)> TryLook(UserId owner, string prefix)
    {
        try
        {
            return (await Look(prefix), true);
        }
        catch (Exception e) when (IsProblem(e))
        {
            MessageSoundLog.NotMeasured(logger, Pii.Key(owner), e);
            return (null, Answers(e));
        }
    }

    /// <summary>Erases all that is there of a message.</summary>
    /// <exception cref="TimeoutException">The store takes too long.</exception>
    public Task Erase(string prefix) => Within(TurnPatience, async stop =>
    {
        await foreach (var blob in blobs.ListAsync(prefix.TrimEnd('/'), stop))
        {
            await blobs.DeleteAsync(blob.Path, stop);
        }

        return true;
    });

    /// <summary>The same; says whether it is done, and whether the store answers at all.</summary>
    public async Task<(bool IsDone, bool Answers)> TryErase(UserId owner, string prefix)
    {
        try
        {
            await Erase(prefix);
            return (true, true);
        }
        catch (Exception e) when (IsProblem(e))
        {
            MessageSoundLog.NotErased(logger, Pii.Key(owner), e);
            return (false, Answers(e));
        }
    }

    /// <summary>Whether the store could not do what was wanted of it now.</summary>
    public static bool IsProblem(Exception e) => e is IOException or TimeoutException or UnauthorizedAccessException or CryptographicException;

    /// <summary>Whether the store answers at all, though it could not do what was wanted.</summary>
    public static bool Answers(Exception e) => e is not (TimeoutException or BlobStoreAwayException);

    // Off the grain's scheduler: a folder that stands still keeps the thread that asks it.
    private async Task<T> Within<T>(TimeSpan bound, Func<CancellationToken, Task<T>> work)
    {
        using var patience = new CancellationTokenSource(bound, time);
        try
        {
            return await Task.Run(() => work(patience.Token), patience.Token);
        }
        catch (OperationCanceledException late) when (patience.IsCancellationRequested)
        {
            throw new TimeoutException("The blob store takes too long.", late);
        }
    }
}

/// <summary>Messages of the sound of voicemail.</summary>
internal static partial class MessageSoundLog
{
    [LoggerMessage(2803, LogLevel.Warning, "Voicemail of {User}: the sound of a message cannot be looked at now.")]
    public static partial void NotMeasured(ILogger logger, Pii<UserId> user, Exception exception);

    [LoggerMessage(2807, LogLevel.Warning, "Voicemail of {User}: the sound of a message cannot be erased now.")]
    public static partial void NotErased(ILogger logger, Pii<UserId> user, Exception exception);
}
