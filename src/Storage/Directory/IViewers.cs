namespace RtcCluster.Storage.Directory;

/// <summary>Who is whose colleague in a group, and who is among whose contacts: what a user's <see cref="UserVisibility"/> is judged by.</summary>
/// <remarks>A group counts for those who made it and for those who have written in it since they came: nobody is shown by being put into a group.</remarks>
public interface IViewers
{
    /// <summary>Which users show something to one.</summary>
    /// <param name="viewer">Who looks.</param>
    /// <param name="owners">The names of users of the same tenant, each once, with whom they show it to.</param>
    /// <param name="ct">Ends the wait.</param>
    Task<IReadOnlySet<string>> ShowingAsync(DirectoryUser viewer, IReadOnlyCollection<(string Owner, VisibleTo Rule)> owners, CancellationToken ct = default);

    /// <summary>Which users see something of one.</summary>
    /// <param name="viewers">Who look, all of one tenant.</param>
    /// <param name="owner">The name of the user who is looked at, of the same tenant.</param>
    /// <param name="rule">To whom it is shown.</param>
    /// <param name="ct">Ends the wait.</param>
    Task<IReadOnlySet<string>> SeeingAsync(IReadOnlyCollection<DirectoryUser> viewers, string owner, VisibleTo rule, CancellationToken ct = default);
}
