using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("RtcCluster.Grains.Tests")]
