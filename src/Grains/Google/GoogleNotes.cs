using Microsoft.Extensions.Logging;
using RtcCluster.Storage.Google;

namespace RtcCluster.Grains.Google;

/// <summary>Notes in the account what became of an errand. A database that is away or slow changes nothing about what was done, or was not: that is logged, and the errand is answered.</summary>
/// <param name="store">Where accounts are.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Told what could not be noted.</param>
/// <param name="revoked">Done where the account turns out to be taken away.</param>
internal sealed class GoogleNotes(IGoogleStore store, TimeProvider time, ILogger logger, Func<Task> revoked)
{
    private const int Tries = 3;

    // With the errand itself less than whoever waits for the grain waits.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    /// <summary>Notes it; gives whether that is new, or nobody knows.</summary>
    /// <param name="asked">The account that was asked as.</param>
    /// <param name="part">What for.</param>
    /// <param name="e">What was wrong; null for nothing.</param>
    /// <param name="stop">Ends it.</param>
    public async Task<bool> WriteAsync(GoogleAccount asked, string part, GoogleException? e, CancellationToken stop)
    {
        try
        {
            return await TryAsync(asked, part, e, stop).WaitAsync(Longest, stop);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            GoogleLog.NotNoted(logger, part, failure);
            return true;
        }
    }

    private async Task<bool> TryAsync(GoogleAccount asked, string part, GoogleException? e, CancellationToken stop)
    {
        for (var i = 0; i < Tries; i++)
        {
            // Another account may have been connected meanwhile: nothing is wrong with that one.
            if (await store.FindAsync(asked.TenantId, asked.UserName, stop) is not { } account || account.RefreshToken != asked.RefreshToken)
            {
                return false;
            }

            var noted = GoogleParts.Noted(account, part, e, time.GetUtcNow());
            if (noted == account)
            {
                return false;
            }

            if (await store.SaveAsync(noted, stop) is not null)
            {
                if (e?.Fault == GoogleFault.Revoked)
                {
                    await revoked();
                }

                return true;
            }
        }

        return true;
    }
}
