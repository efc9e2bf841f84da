using System.Data.Common;

namespace RtcCluster.Storage.Outages;

/// <summary>Tells a database that is away from a statement that is wrong.</summary>
public static class DatabaseOutage
{
    /// <summary>How long what was last read of the directory stands in for it: nothing in it can be changed meanwhile, but a process may be cut off from a directory that others reach.</summary>
    public static readonly TimeSpan Trust = TimeSpan.FromMinutes(15);

    /// <summary>How long somebody who waits for an answer waits for the directory: a store that stands still is known as such soon after.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>True when the same may succeed later. What a query throws stands in the words of whoever ran it, with the cause inside.</summary>
    public static bool Is(Exception e)
    {
        for (var cause = e; cause is not null; cause = cause.InnerException)
        {
            if (cause is TimeoutException or DbException { IsTransient: true })
            {
                return true;
            }
        }

        return false;
    }
}
