using Microsoft.Extensions.Logging;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Users;

namespace RtcCluster.Grains.Departures;

/// <summary>Begins to erase what was a deleted user's, beside the turns of who deletes: it takes as long as there is to erase, and the tenant's sweep comes back to what fails.</summary>
internal static class Departing
{
    /// <summary>Begins; nothing waits for its end.</summary>
    public static void Begin(IGrainFactory grains, UserId user, ILogger logger) => RunAsync(grains, user, logger).Ignore();

    private static async Task RunAsync(IGrainFactory grains, UserId user, ILogger logger)
    {
        try
        {
            await grains.GetGrain<IDepartureGrain>(user.Key).Run();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            DepartureLog.NotErased(logger, e);
        }
    }
}
