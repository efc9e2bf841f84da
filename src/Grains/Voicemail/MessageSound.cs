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
    // Whoever calls the box waits as long: a store that does not answer must not keep it.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>How long a message is: what its edge has signed for, else as much as is known of it.</summary>
    public static long Length(long known, RecordingSurvey? found) => found is { IsEnded: true, Chunks: > 0 } ? found.DurationMilliseconds : Math.Max(known, found?.DurationMilliseconds ?? 0);

    /// <summary>Looks what is there of a message, and signs for takes whose edge is gone.</summary>
    /// <exception cref="TimeoutException">The store takes too long.</exception>
    public async Task<RecordingSurvey> Look(string prefix)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        try
        {
            await salvage.CloseAsync(prefix, ct: patience.Token);
            return await RecordingSurvey.TakeAsync(blobs, signing, prefix, patience.Token);
        }
        catch (OperationCanceledException late) when (patience.IsCancellationRequested)
        {
            throw new TimeoutException("The blob store takes too long.", late);
        }
    }

    /// <summary>The same; null while the store cannot be asked.</summary>
    public async Task<RecordingSurvey?> TryLook(UserId owner, string prefix)
    {
        try
        {
            return await Look(prefix);
        }
        catch (Exception e) when (e is IOException or TimeoutException or UnauthorizedAccessException or CryptographicException)
        {
            MessageSoundLog.NotMeasured(logger, Pii.Key(owner), e);
            return null;
        }
    }

    /// <summary>Erases all that is there of a message.</summary>
    public async Task Erase(string prefix)
    {
        await foreach (var blob in blobs.ListAsync(prefix.TrimEnd('/')))
        {
            await blobs.DeleteAsync(blob.Path);
        }
    }
}

/// <summary>Messages of the sound of voicemail.</summary>
internal static partial class MessageSoundLog
{
    [LoggerMessage(2803, LogLevel.Warning, "Voicemail of {User}: the sound of a message cannot be looked at now.")]
    public static partial void NotMeasured(ILogger logger, Pii<UserId> user, Exception exception);
}
