process.stdout.write("ledmatrix-reconciler 0.1.0\n")
export {}
