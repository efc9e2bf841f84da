namespace RtcCluster.Storage.Contacts;

/// <summary>A group and how many are in it.</summary>
/// <param name="Name">Its name without case and accents, as it is searched for.</param>
/// <param name="Count">Contacts in it.</param>
public sealed record ContactGroup(string Name, int Count);
