namespace RtcCluster.Grains.Users;

/// <summary>The blocks that cases put on a user's calls outside: each case has its own, and the latest holds.</summary>
internal static class OutsideBlocks
{
    /// <summary>Changes the block of a case; those that are over are forgotten.</summary>
    /// <param name="state">The user.</param>
    /// <param name="incident">The case.</param>
    /// <param name="until">Until when it blocks; null: no longer.</param>
    /// <param name="now">The time.</param>
    /// <returns>False when it was so already, and nothing is to be written.</returns>
    public static bool Change(UserState state, string incident, DateTimeOffset? until, DateTimeOffset now)
    {
        if (until == (state.OutsideBlocks.TryGetValue(incident, out var known) ? known : null))
        {
            return false;
        }

        // A new one each time: a write that fails gets the old one back.
        var blocks = state.OutsideBlocks.Where(block => block.Key != incident && block.Value > now).ToDictionary();
        if (until > now)
        {
            blocks[incident] = until.Value;
        }

        state.OutsideBlocks = blocks;
        state.OutsideBlockedUntil = blocks.Count == 0 ? null : blocks.Values.Max();
        return true;
    }
}
