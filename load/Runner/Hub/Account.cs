namespace RtcCluster.Load.Runner.Hub;

/// <summary>A user of a run.</summary>
/// <param name="Name">Name within the tenant.</param>
/// <param name="Extension">Its number.</param>
/// <param name="Token">Its access token.</param>
internal sealed record Account(string Name, string Extension, string Token);
