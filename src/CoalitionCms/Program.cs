using CoalitionCms;
using CoalitionCms.Data;
using CoalitionCms.Operations.Cli;
using CoalitionCms.Features.Media;

// First of all, because this process must confine itself before it does anything else, and must start quickly.
if (args is [ConfinedProcess.Verb, .. var job])
{
    return ImageProcessor.Run(job);
}

DataFolder.KeepPrivate();
return await CommandLine.RunAsync(args, Terminal.Own);
