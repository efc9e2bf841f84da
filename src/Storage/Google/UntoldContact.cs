using RtcCluster.Storage.Contacts;

namespace RtcCluster.Storage.Google;

/// <summary>A contact that Google does not know in its present version.</summary>
/// <param name="Contact">The contact, perhaps deleted.</param>
/// <param name="Link">What is known of it at Google; null when it is to be made there.</param>
public sealed record UntoldContact(Contact Contact, GoogleLink? Link);
