using Microsoft.Extensions.Logging;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Privacy;
using RtcCluster.Grains.Voicemail;
using RtcCluster.Storage.Sealing;

namespace RtcCluster.Grains.Fax;

/// <summary>The pages of faxes in the blob store: how many of them are there, and their erasure. They are stored as sound is.</summary>
internal sealed class FaxPages(MessageSound stored, ILogger<FaxPages> logger)
{
    /// <summary>Looks what is there of a fax; null while it cannot be looked at. Whether the store answers at all is said beside it.</summary>
    public async Task<(RecordingSurvey? Found, bool Answers)> TryLook(UserId owner, string prefix)
    {
        try
        {
            return (await stored.Look(prefix), true);
        }
        catch (Exception e) when (MessageSound.IsProblem(e))
        {
            FaxPagesLog.NotCounted(logger, Pii.Key(owner), e);
            return (null, MessageSound.Answers(e));
        }
    }

    /// <summary>Erases all that is there of a fax.</summary>
    /// <exception cref="TimeoutException">The store takes too long.</exception>
    public Task Erase(string prefix) => stored.Erase(prefix);

    /// <summary>The same; says whether it is done.</summary>
    public async Task<bool> TryErase(UserId owner, string prefix)
    {
        try
        {
            await stored.Erase(prefix);
            return true;
        }
        catch (Exception e) when (MessageSound.IsProblem(e))
        {
            FaxPagesLog.NotErased(logger, Pii.Key(owner), e);
            return false;
        }
    }
}

/// <summary>Messages of the pages of faxes.</summary>
internal static partial class FaxPagesLog
{
    [LoggerMessage(5100, LogLevel.Warning, "Faxes of {User}: the pages of one cannot be counted now.")]
    public static partial void NotCounted(ILogger logger, Pii<UserId> user, Exception exception);

    [LoggerMessage(5101, LogLevel.Warning, "Faxes of {User}: the pages of one cannot be erased now.")]
    public static partial void NotErased(ILogger logger, Pii<UserId> user, Exception exception);
}
