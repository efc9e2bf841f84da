namespace RtcCluster.Storage.Directory;

/// <summary>How a number is written for the carrier: of the rules whose pattern matches, the one with the longest pattern applies.</summary>
/// <param name="Pattern">E.164 prefix that ends in <c>*</c>, for example <c>+57*</c>.</param>
/// <param name="Strip">Characters taken off the front.</param>
/// <param name="Prefix">Characters put in their place.</param>
public sealed record TrunkNumberRule(string Pattern, int Strip = 0, string Prefix = "");
