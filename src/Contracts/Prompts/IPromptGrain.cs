using RtcCluster.Contracts.Users;

namespace RtcCluster.Contracts.Prompts;

/// <summary>An uploaded prompt of a tenant, key <c>{tenant}/{name}</c>.</summary>
[Alias("rtc.IPromptGrain")]
public interface IPromptGrain : IGrainWithStringKey
{
    /// <summary>From now on the prompt has this sound. The sound before it is kept for calls that are playing it, older ones are erased.</summary>
    /// <param name="file">The sound, whose file is in the blob store already.</param>
    /// <param name="by">The user who uploaded it.</param>
    [Alias("Keep")]
    Task<ConfigureReceipt> Keep(PromptFile file, string by);

    /// <summary>Erases the prompt with all of its sounds; refused while a menu or a queue names it.</summary>
    [Alias("Remove")]
    Task<ConfigureReceipt> Remove();
}
