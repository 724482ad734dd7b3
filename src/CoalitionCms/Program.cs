using CoalitionCms.Operations.Cli;

return await CommandLine.RunAsync(args, Terminal.Own);
