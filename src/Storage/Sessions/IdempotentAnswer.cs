namespace RtcCluster.Storage.Sessions;

/// <summary>An HTTP answer kept to be given again.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="ContentType">Its content type; empty without a body.</param>
/// <param name="Body">Its body.</param>
public sealed record IdempotentAnswer(int Status, string ContentType, ReadOnlyMemory<byte> Body);
