namespace RtcCluster.Edge.Http.Issuers;

/// <summary>The issuer does not answer, or not as one; signing in may succeed later.</summary>
/// <param name="message">What was wrong with it.</param>
internal sealed class IssuerAwayException(string message) : Exception(message);
